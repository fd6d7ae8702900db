package io.drover.metrics;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.RunStatus;
import io.drover.run.RunTail;
import io.drover.send.Purpose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Counts the runs of all nodes that have ended since this process began, and the rows of those that committed. */
final class RunMetrics {

    /** From a quick Send Changed to a first load. */
    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofHours(1)
    };

    private static final int PORTIONS = 10;

    private final MeterRegistry registry;
    private final RunTail tail;

    RunMetrics(MeterRegistry registry, RunHistory history) {
        this.registry = registry;
        this.tail = new RunTail(history);
    }

    /**
     * Adds what has ended since the look before. So that an answer does not keep whoever asks waiting who has not asked for
     * long, it adds {@value #PORTIONS} portions of the tail at most and leaves the rest to the looks after it.
     */
    void look() {
        int portions = 0;
        do {
            tail.look().stream().filter(run -> run.status() == RunStatus.ENDED).forEach(this::count);
            portions++;
        } while (tail.isBehind() && portions < PORTIONS);
    }

    private void count(Run run) {
        Result result = run.result();
        if (result == null) {
            return;
        }
        Counter.builder("drover.runs")
                .description("Runs that have ended")
                .tags("site", run.site(), "task", run.task())
                .tags("purpose", run.purpose().name().toLowerCase(Locale.ROOT), "result", result.word())
                .register(registry)
                .increment();
        Instant ended = run.endedAt();
        if (run.purpose() == Purpose.SEND && run.startedAt() != null && ended != null) {
            Timer.builder("drover.run.duration")
                    .description("From begin to end of the runs that send")
                    .tags("site", run.site(), "task", run.task())
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)
                    .record(run.runTime(ended));
        }
        if (run.purpose().writes() && run.isOk()) {
            run.counts()
                    .byName()
                    .forEach((kind, rows) -> Counter.builder("drover.rows")
                            .description("Rows of runs that committed, by what became of them; read is all of them")
                            .tags("site", run.site(), "task", run.task(), "kind", kind)
                            .register(registry)
                            .increment(rows));
        }
    }
}
