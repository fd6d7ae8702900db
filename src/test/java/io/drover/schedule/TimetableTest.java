package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When schedules are due, also on the days on which the clocks change. */
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
            every 1 hours                            ; 2026-11-22T23:20 ; 2026-11-23T00:00
            every 30 seconds                         ; 2026-11-22T10:00 ; 2026-11-22T10:00:30
            every day at 02:00                       ; 2026-11-22T02:00 ; 2026-11-23T02:00
            every SUN at 02:00                       ; 2026-11-22T01:59 ; 2026-11-22T02:00
            every SUN at 02:00                       ; 2026-11-22T02:00 ; 2026-11-29T02:00
            every MON,THU at 18:00                   ; 2026-11-22T12:00 ; 2026-11-23T18:00
            """)
    void next_due_time(String words, LocalDateTime after, LocalDateTime due) {
        assertThat(next(words, after)).isEqualTo(due);
    }

    @Test
    void a_time_in_the_gap_is_due_at_the_first_instant_after_it() {
        assertThat(next("every day at 02:30", LocalDateTime.parse("2026-10-03T12:00")))
                .isEqualTo(LocalDateTime.parse("2026-10-04T03:00"));
        assertThat(next("every day at 02:30", LocalDateTime.parse("2026-10-04T03:00")))
                .isEqualTo(LocalDateTime.parse("2026-10-05T02:30"));
    }

    @Test
    void a_time_that_comes_twice_is_due_once() {
        List<Instant> due = due("every day at 02:30", "2027-04-03T12:00:00Z", 2);
        assertThat(due).containsExactly(Instant.parse("2027-04-03T15:30:00Z"), Instant.parse("2027-04-04T16:30:00Z"));
    }

    @Test
    void intervals_keep_their_spacing_when_the_clocks_change() {
        for (String from : List.of("2026-10-03T12:00:00Z", "2027-04-03T12:00:00Z")) {
            List<Instant> due = due("every 30 minutes", from, 12);
            for (int i = 1; i < due.size(); i++) {
                assertThat(due.get(i)).isEqualTo(due.get(i - 1).plusSeconds(1800));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every 15 minutes",
                "every 15 minutes between 06:00 and 20:00",
                "every 30 seconds",
                "every 4 hours",
                "every day at 01:30",
                "every MON,THU at 18:00"
            })
    void words_are_read_and_written_alike(String words) {
        assertThat(TimetableWords.parse(words).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every 15 minuts           ; character 10: 'minuts' where seconds, minutes or hours
            each day at 02:00         ; character 1: 'each' where 'every'
            every day at 25:00        ; character 14: '25:00' where a time
            every 0 minutes           ; character 7: '0' where at least a second
            every 2 days              ; character 9: 'days' where seconds, minutes or hours
            every FUN at 02:00        ; character 7: 'FUN' where a number, day, or days
            every day                 ; ends too early
            every day at 02:00 sharp  ; character 20: 'sharp' where nothing more
            every 99999999999999999999 hours ; character 7: '99999999999999999999' where a number
            """)
    void words_that_make_no_sense_are_refused_at_their_spot(String words, String message) {
        assertThatThrownBy(() -> TimetableWords.parse(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static LocalDateTime next(String words, LocalDateTime after) {
        Instant instant = after.atZone(MELBOURNE).toInstant();
        return LocalDateTime.ofInstant(TimetableWords.parse(words).next(instant, MELBOURNE), MELBOURNE);
    }

    private static List<Instant> due(String words, String after, int count) {
        List<Instant> due = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = TimetableWords.parse(words).next(last, MELBOURNE);
            due.add(last);
        }
        return due;
    }
}
