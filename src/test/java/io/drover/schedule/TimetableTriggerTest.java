package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** F93: what a bell does when Quartz was kept from ringing it in time. */
class TimetableTriggerTest {

    private static final Instant DUE = Instant.parse("2026-11-26T12:00:02Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(DUE.minusSeconds(1));
    private final TimetableTrigger trigger = new TimetableTrigger(
            new TriggerKey("bell"),
            TimetableWords.parse("every 2 seconds"),
            ZoneOffset.UTC,
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now.get();
                }
            },
            now.get());

    @Test
    void F93_an_instant_that_comes_in_time_is_followed_by_the_next() {
        trigger.computeFirstFireTime(null);
        now.set(DUE.minusMillis(1));
        trigger.triggered(null);
        assertThat(trigger.getPreviousFireTime()).isEqualTo(DUE);
        assertThat(trigger.getNextFireTime()).isEqualTo(DUE.plusSeconds(2));
    }

    @Test
    void F93_an_instant_that_comes_late_rings_once_and_for_those_that_passed() {
        trigger.computeFirstFireTime(null);
        now.set(DUE.plusSeconds(60).plusMillis(1));
        trigger.updateAfterMisfire(null);
        assertThat(trigger.getNextFireTime()).isEqualTo(DUE);
        assertThat(trigger.getMisfireInstruction()).isEqualTo(Trigger.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
        trigger.triggered(null);
        assertThat(trigger.getPreviousFireTime()).isEqualTo(DUE);
        assertThat(trigger.getNextFireTime()).isEqualTo(DUE.plusSeconds(62));
    }
}
