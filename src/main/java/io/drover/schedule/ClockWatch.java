package io.drover.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Sees that a clock was set: it goes on otherwise than the time that passes. For one thread. */
final class ClockWatch {

    private final Clock clock;
    private Instant shown;
    private long passed;

    ClockWatch(Clock clock) {
        this.clock = clock;
        this.shown = clock.instant();
        this.passed = System.nanoTime();
    }

    /** By how much it was set since it was last asked; negative = back. */
    Duration step() {
        Instant now = clock.instant();
        long time = System.nanoTime();
        Duration step = Duration.between(shown.plusNanos(time - passed), now);
        shown = now;
        passed = time;
        return step;
    }
}
