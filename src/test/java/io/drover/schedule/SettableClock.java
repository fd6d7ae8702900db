package io.drover.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on as time does and can be set, as that of a machine can. */
final class SettableClock extends Clock {

    private volatile Reading reading;

    private record Reading(Instant shown, long nanos) {}

    SettableClock(Instant now) {
        set(now);
    }

    void set(Instant now) {
        reading = new Reading(now, System.nanoTime());
    }

    void step(Duration by) {
        set(instant().plus(by));
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last.shown().plusNanos(System.nanoTime() - last.nanos());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("It tells instants only");
    }
}
