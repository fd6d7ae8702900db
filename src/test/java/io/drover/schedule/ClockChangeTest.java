package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the days on which the clocks change do to a timetable, told before it is saved (M10, IB7). */
class ClockChangeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(366);

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every day at 02:30  ; Australia/Melbourne ; Sun 4 Apr 2027: the clocks go back, 02:30 comes twice; due the first time only
            every day at 02:00  ; Australia/Melbourne ; Sun 4 Apr 2027: the clocks go back, 02:00 comes twice; due the first time only
            every SUN at 02:30  ; Australia/Melbourne ; Sun 4 Apr 2027: the clocks go back, 02:30 comes twice; due the first time only
            every 15 minutes    ; Australia/Melbourne ; Sun 4 Apr 2027: the clocks go back, 02:00 to 02:45 comes twice; due both times
            cron 0 30 2 * * ?   ; Australia/Melbourne ; Sun 4 Apr 2027: the clocks go back, 02:30 comes twice; due the first time only
            cron 0 30 * * * ?   ; Australia/Melbourne ; Sun 4 Apr 2027: the clocks go back, 02:30 comes twice; due both times
            every day at 01:45  ; Australia/Lord_Howe ; Sun 4 Apr 2027: the clocks go back, 01:45 comes twice; due the first time only
            every day at 02:30 in Europe/Berlin ; UTC ; Sun 31 Oct 2027: the clocks go back, 02:30 comes twice; due the first time only
            """)
    void M10_times_that_come_twice(String words, String zone, String told, String due) {
        assertThat(of(words, zone))
                .filteredOn(each -> !each.isForward())
                .extracting(ClockChange::words)
                .containsExactly(told + "; " + due);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every day at 02:30  ; Australia/Melbourne ; Sun 3 Oct 2027: the clocks go forward, 02:30 is left out; due at 03:00 instead
            every 15 minutes    ; Australia/Melbourne ; Sun 3 Oct 2027: the clocks go forward, 02:00 to 02:45 is left out; due at 03:00 instead
            cron 0 30 2 * * ?   ; Australia/Melbourne ; Sun 3 Oct 2027: the clocks go forward, 02:30 is left out; due at 03:00 instead
            every day at 02:15  ; Australia/Lord_Howe ; Sun 3 Oct 2027: the clocks go forward, 02:15 is left out; due at 02:30 instead
            every day at 02:30 in Europe/Berlin ; UTC ; Sun 28 Mar 2027: the clocks go forward, 02:30 is left out; due at 03:00 instead
            """)
    void M10_times_that_are_left_out(String words, String zone, String told, String due) {
        assertThat(of(words, zone))
                .filteredOn(ClockChange::isForward)
                .extracting(ClockChange::words)
                .containsExactly(told + "; " + due);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every day at 01:30                       ; Australia/Melbourne
            every day at 03:00                       ; Australia/Melbourne
            every MON at 02:30                       ; Australia/Melbourne
            every 15 minutes between 06:00 and 20:00 ; Australia/Melbourne
            every day at 02:30                       ; UTC
            every day at 02:30                       ; Australia/Brisbane
            continuously 10 seconds after the end    ; Australia/Melbourne
            after product-master                     ; Australia/Melbourne
            on demand                                ; Australia/Melbourne
            """)
    void M10_times_that_no_change_concerns_are_left_alone(String words, String zone) {
        assertThat(of(words, zone)).isEmpty();
    }

    /** What is told agrees with when the timetable is due, whatever it is. */
    @Test
    void M10_what_is_told_is_what_happens() {
        ZoneId zone = ZoneId.of("Australia/Melbourne");
        int told = 0;
        for (int seed = 0; seed < 400; seed++) {
            String words = RandomWords.of(new Random(seed));
            if (TimetableWords.problem(words).isPresent()) {
                continue; // Its limits leave no time.
            }
            Timetable timetable = TimetableWords.parse(words);
            ZoneId own = timetable.zone(zone);
            for (ClockChange change : ClockChange.of(timetable, zone, NOW, YEAR)) {
                told++;
                ZoneOffsetTransition transition =
                        own.getRules().nextTransition(change.at().minusSeconds(1));
                Duration length = transition.getDuration().abs();
                assertThat(transition.getInstant()).as(timetable.words()).isEqualTo(change.at());
                assertThat(transition.isGap()).isEqualTo(change.isForward());
                List<Instant> after =
                        timetable.next(change.at().minusNanos(1), zone).stream().toList();
                if (change.due() == null) {
                    assertThat(after).isEmpty();
                } else {
                    assertThat(after)
                            .as(timetable.words())
                            .containsExactly(change.due().toInstant());
                }
                if (!change.isForward()) {
                    boolean isDueAgain = !after.isEmpty()
                            && after.get(0).isBefore(change.at().plus(length));
                    assertThat(change.isTwice()).as(timetable.words()).isEqualTo(isDueAgain);
                }
            }
        }
        assertThat(told).as("changes that concerned one of them").isGreaterThan(20);
    }

    private static List<ClockChange> of(String words, String zone) {
        return ClockChange.of(TimetableWords.parse(words), ZoneId.of(zone), NOW, YEAR);
    }
}
