package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long stops took. */
final class StopTimes {

    private static final Duration P99 = Bar.ofSeconds(5);
    /** One time alone says nothing of the usual one. */
    private static final int LEAST_FOR_A_MEDIAN = 5;

    private static final Duration MEDIAN = Bar.ofSeconds(1);

    private final String what;
    private final List<Duration> times = new ArrayList<>();

    StopTimes(String what) {
        this.what = what;
    }

    void add(Duration time) {
        times.add(time);
    }

    /** Prints them, and fails where they are longer than a person is asked to wait. */
    void assertBars() {
        List<Duration> sorted = times.stream().sorted().toList();
        Duration median = sorted.get(sorted.size() / 2);
        Duration p99 = sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100));
        System.out.printf(
                "%s: %d stops, median %d ms, p99 %d ms, longest %d ms%n",
                what,
                sorted.size(),
                median.toMillis(),
                p99.toMillis(),
                sorted.get(sorted.size() - 1).toMillis());
        assertThat(p99).as(what).isLessThan(P99);
        if (sorted.size() >= LEAST_FOR_A_MEDIAN) {
            assertThat(median).as(what).isLessThan(MEDIAN);
        }
    }
}
