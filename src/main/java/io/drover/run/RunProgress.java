package io.drover.run;

import io.drover.send.SendProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a run is, and how long it will still take if it goes on as in the last seconds. Thread-safe. */
public final class RunProgress implements SendProgress {

    private static final Duration WINDOW = Duration.ofSeconds(5);

    private final @Nullable Long expected;
    private final LongSupplier nanoClock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long done;
    private String step = "";

    private record Sample(long nanos, long rows) {}

    /**
     * A moment of a run.
     *
     * @param rowsDone rows read so far, exact to about a thousand
     * @param rowsExpected what the latest run of the same kind read; null before the first
     * @param secondsLeft null where that cannot be told
     * @param step what it does; empty before its first step
     */
    public record Moment(
            long rowsDone,
            @Nullable Long rowsExpected,
            long rowsPerSecond,
            @Nullable Long secondsLeft,
            String step) {

        /** Of a run that waits. */
        public static final Moment NONE = new Moment(0, null, 0, null, "");
    }

    RunProgress(@Nullable Long expected, LongSupplier nanoClock) {
        this.expected = expected;
        this.nanoClock = nanoClock;
        begin();
    }

    /** Back to the first row: the route is executed from its beginning. */
    synchronized void begin() {
        done = 0;
        step = "";
        samples.clear();
        samples.add(new Sample(nanoClock.getAsLong(), 0));
    }

    @Override
    public synchronized void rows(long rows) {
        done = rows;
        samples.add(new Sample(nanoClock.getAsLong(), rows));
        forgetOld();
    }

    @Override
    public synchronized void step(String words) {
        step = words;
    }

    public synchronized Moment moment() {
        forgetOld();
        Sample first = samples.getFirst();
        double seconds = Math.max((nanoClock.getAsLong() - first.nanos()) / 1e9, 1e-9);
        double rate = (done - first.rows()) / seconds;
        return new Moment(done, expected, Math.round(rate), secondsLeft(rate), step);
    }

    private @Nullable Long secondsLeft(double rate) {
        return expected == null || expected <= done || rate < 1 ? null : (long) Math.ceil((expected - done) / rate);
    }

    private void forgetOld() {
        long oldest = nanoClock.getAsLong() - WINDOW.toNanos();
        while (samples.size() > 1 && samples.getFirst().nanos() < oldest) {
            samples.removeFirst();
        }
    }
}
