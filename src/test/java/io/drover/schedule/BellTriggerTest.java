package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.quartz.TriggerKey;

/** F93: what a bell does when Quartz was kept from ringing it in time. */
class BellTriggerTest {

    private static final Date DUE = Date.from(Instant.parse("2026-11-26T12:00:02Z"));

    @Test
    void F93_an_instant_that_comes_late_rings_once() {
        BellTrigger trigger = new BellTrigger(new TriggerKey("bell"), DUE);
        trigger.computeFirstFireTime(null);
        trigger.updateAfterMisfire(null);
        assertThat(trigger.getNextFireTime()).isEqualTo(DUE);
        trigger.triggered(null);
        assertThat(trigger.getPreviousFireTime()).isEqualTo(DUE);
        assertThat(trigger.getNextFireTime()).isEqualTo(BellTrigger.NEVER);
        assertThat(trigger.mayFireAgain()).isTrue();
    }
}
