package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When schedules are due, kind by kind (PF2 to PF5, IA1, IF10, IF12), also on the days on which the clocks change. */
class TimetableTest {

    private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every 15 minutes                         ; 2026-11-22T07:00 ; 2026-11-22T07:15
            every 15 minutes                         ; 2026-11-22T23:50 ; 2026-11-23T00:00
            every 15 minutes between 06:00 and 20:00 ; 2026-11-22T05:00 ; 2026-11-22T06:00
            every 15 minutes between 06:00 and 20:00 ; 2026-11-22T19:45 ; 2026-11-22T20:00
            every 15 minutes between 06:00 and 20:00 ; 2026-11-22T20:00 ; 2026-11-23T06:00
            every 2 hours between 22:00 and 04:00    ; 2026-11-22T23:00 ; 2026-11-23T00:00
            every 2 hours between 22:00 and 04:00    ; 2026-11-23T04:00 ; 2026-11-23T22:00
            every 45 minutes                         ; 2026-11-22T23:20 ; 2026-11-23T00:00
            every 1 hour                             ; 2026-11-22T23:20 ; 2026-11-23T00:00
            every 30 seconds                         ; 2026-11-22T10:00 ; 2026-11-22T10:00:30
            every day at 02:00                       ; 2026-11-22T02:00 ; 2026-11-23T02:00
            every SUN at 02:00                       ; 2026-11-22T01:59 ; 2026-11-22T02:00
            every SUN at 02:00                       ; 2026-11-22T02:00 ; 2026-11-29T02:00
            every MON,THU at 18:00                   ; 2026-11-22T12:00 ; 2026-11-23T18:00
            every WED at 01:00                       ; 2026-11-22T12:00 ; 2026-11-25T01:00
            every 3 days at 01:00 from 2026-11-22    ; 2026-11-22T12:00 ; 2026-11-25T01:00
            every 3 days at 01:00 from 2026-11-22    ; 2026-11-20T12:00 ; 2026-11-22T01:00
            every month on day 31 at 02:00           ; 2026-11-22T12:00 ; 2026-12-31T02:00
            every month on day 30 at 02:00           ; 2027-01-30T02:00 ; 2027-03-30T02:00
            every month on the last day at 02:00     ; 2027-02-01T12:00 ; 2027-02-28T02:00
            every month on the last day at 02:00     ; 2028-02-01T12:00 ; 2028-02-29T02:00
            once at 2026-12-01 18:30                 ; 2026-11-22T12:00 ; 2026-12-01T18:30
            cron 0 15 10 ? * MON-FRI                 ; 2026-11-27T10:15 ; 2026-11-30T10:15
            cron 0 0/5 * * * ?                       ; 2026-11-22T12:00 ; 2026-11-22T12:05
            cron 0 0 0 29 2 ?                        ; 2026-11-22T12:00 ; 2028-02-29T00:00
            every 15 minutes from 2026-11-24 06:07   ; 2026-11-22T12:00 ; 2026-11-24T06:07
            every 15 minutes from 2026-11-24 06:07   ; 2026-11-24T06:07 ; 2026-11-24T06:22
            every day at 01:00 from 2026-11-24 02:00 ; 2026-11-22T12:00 ; 2026-11-25T01:00
            every 30 minutes except 12:00 to 13:00   ; 2026-11-22T11:30 ; 2026-11-22T13:00
            every 30 minutes except SAT,SUN          ; 2026-11-27T23:30 ; 2026-11-30T00:00
            every day at 01:00 except 2026-12-24 to 2026-12-26 ; 2026-12-23T12:00 ; 2026-12-27T01:00
            every day at 02:00 in America/New_York   ; 2026-11-22T12:00 ; 2026-11-22T18:00
            """)
    void PF3_the_next_due_time_is_what_the_words_say(String words, LocalDateTime after, LocalDateTime due) {
        assertThat(next(words, after)).contains(due);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on demand", "once at 2026-11-22 11:59"})
    void IA1_nothing_is_due_on_demand_and_after_a_single_time(String words) {
        assertThat(next(words, LocalDateTime.parse("2026-11-22T12:00"))).isEmpty();
    }

    @Test
    void IF10_a_continuous_schedule_goes_on_when_a_blackout_ends() {
        String words = "continuously 10 seconds after the end except 12:00 to 13:00";
        assertThat(next(words, LocalDateTime.parse("2026-11-22T11:00")))
                .contains(LocalDateTime.parse("2026-11-22T11:00:10"));
        assertThat(next(words, LocalDateTime.parse("2026-11-22T11:59:55")))
                .contains(LocalDateTime.parse("2026-11-22T13:00"));
    }

    @Test
    void PF4_two_sites_that_begin_at_different_times_are_due_an_hour_apart() {
        LocalDateTime noon = LocalDateTime.parse("2026-11-22T12:00");
        assertThat(next("every 24 hours from 2026-11-20 01:00", noon))
                .contains(LocalDateTime.parse("2026-11-23T01:00"));
        assertThat(next("every 24 hours from 2026-11-20 02:00", noon))
                .contains(LocalDateTime.parse("2026-11-23T02:00"));
    }

    @Test
    void PF5_a_run_may_begin_in_the_last_minute_of_the_window_and_not_after_it() {
        Timetable timetable = TimetableWords.parse("every 15 minutes between 06:00 and 22:00");
        assertThat(timetable.allows(instant("2026-11-22T22:00:59"), MELBOURNE)).isTrue();
        assertThat(timetable.allows(instant("2026-11-22T22:01"), MELBOURNE)).isFalse();
        assertThat(timetable.allows(instant("2026-11-22T05:59:59"), MELBOURNE)).isFalse();
        assertThat(timetable.allows(instant("2026-11-22T06:00"), MELBOURNE)).isTrue();
    }

    @Test
    void a_time_in_the_gap_is_due_at_the_first_instant_after_it() {
        assertThat(next("every day at 02:30", LocalDateTime.parse("2026-10-03T12:00")))
                .contains(LocalDateTime.parse("2026-10-04T03:00"));
        assertThat(next("every day at 02:30", LocalDateTime.parse("2026-10-04T03:00")))
                .contains(LocalDateTime.parse("2026-10-05T02:30"));
    }

    @Test
    void a_time_that_comes_twice_is_due_once() {
        List<Instant> due = due("every day at 02:30", "2027-04-03T12:00:00Z", 2);
        assertThat(due).containsExactly(Instant.parse("2027-04-03T15:30:00Z"), Instant.parse("2027-04-04T16:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every 30 minutes", "cron 0 0/30 * * * ?"})
    void intervals_keep_their_spacing_when_the_clocks_change(String words) {
        for (String from : List.of("2026-10-03T12:00:00Z", "2027-04-03T12:00:00Z")) {
            List<Instant> due = due(words, from, 12);
            for (int i = 1; i < due.size(); i++) {
                assertThat(due.get(i)).isEqualTo(due.get(i - 1).plusSeconds(1800));
            }
        }
    }

    @Test
    void a_schedule_whose_exceptions_leave_nothing_for_years_is_answered_at_once() {
        String words = "every 1 second except 2026-11-22 to 9999-12-30";
        assertThat(next(words, LocalDateTime.parse("2026-11-22T12:00")))
                .contains(LocalDateTime.parse("9999-12-31T00:00"));
    }

    private static Instant instant(String local) {
        return LocalDateTime.parse(local).atZone(MELBOURNE).toInstant();
    }

    private static Optional<LocalDateTime> next(String words, LocalDateTime after) {
        Instant instant = after.atZone(MELBOURNE).toInstant();
        return TimetableWords.parse(words)
                .next(instant, MELBOURNE)
                .map(next -> LocalDateTime.ofInstant(next, MELBOURNE));
    }

    private static List<Instant> due(String words, String after, int count) {
        List<Instant> due = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = TimetableWords.parse(words).next(last, MELBOURNE).orElseThrow();
            due.add(last);
        }
        return due;
    }
}
