package io.drover.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The times of one method in one case. */
final class Times {

    private final List<Duration> all = new ArrayList<>();

    void add(Duration time) {
        all.add(time);
        Collections.sort(all);
    }

    double seconds() {
        return seconds(all.get(all.size() / 2));
    }

    /** How many times as long as the other, by the medians. */
    double ratioTo(Times other) {
        return seconds() / other.seconds();
    }

    /** Median, and in brackets the shortest and the longest. */
    @Override
    public String toString() {
        return String.format("%.2f s (%.2f–%.2f)", seconds(), seconds(all.get(0)), seconds(all.get(all.size() - 1)));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    static Duration of(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Something that takes its time. */
    interface Work {
        void run() throws Exception;
    }
}
