package io.drover.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.schedule.RandomWords;
import io.drover.schedule.Schedule;
import io.drover.schedule.Timetable;
import io.drover.schedule.TimetableWords;
import io.drover.send.Mode;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of a schedule holds whatever a timetable can be, and a fault is told at the field that has it (IB7, IB10). */
class ScheduleWordsTest {

    @Test
    void IB10_a_form_that_is_saved_as_it_was_shown_changes_nothing() {
        for (int seed = 0; seed < 500; seed++) {
            String words = RandomWords.of(new Random(seed));
            boolean isNeverDue = TimetableWords.problem(words).isPresent();
            // A single time has one beginning only.
            if (isNeverDue || words.startsWith("once") && words.contains(" from ")) {
                continue;
            }
            Timetable timetable = TimetableWords.parse(words);
            ScheduleForm inWords = ScheduleForm.of(schedule(timetable)).with("frequency", "words");
            assertThat(ScheduleWords.of(inWords).problems()).as(words).isEmpty();
            assertThat(ScheduleWords.of(inWords).words()).isEqualTo(timetable.words());
            ScheduleWords of = ScheduleWords.of(ScheduleForm.of(schedule(timetable)));
            assertThat(of.problems()).as(words).isEmpty();
            assertThat(TimetableWords.parse(of.words()).words()).isEqualTo(timetable.words());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            interval   ; every      ; 0                  ; '0' where at least a second and at most a day should be
            interval   ; every      ; ""                 ; How many is missing
            interval   ; every      ; ten                ; How many is a whole number, not 'ten'
            interval   ; unit       ; fortnights         ; 'fortnights' where seconds, minutes or hours should be
            days       ; everyDays  ; 400                ; '400' where 1 to 366 days should be
            weekly     ; at         ; 24:00              ; '24:00' where a time such as 06:00 should be
            weekly     ; at         ; ""                 ; The time of day is missing
            weekly     ; at         ; 02:00 catch up     ; The time of day has no blank in it, '02:00 catch up' has
            monthly    ; monthDay   ; 32                 ; '32' where a day from 1 to 31 should be
            once       ; startDate  ; 2026-02-30         ; '2026-02-30' where a date such as 2026-12-01 should be
            once       ; startDate  ; ""                 ; The date is missing
            cron       ; cron       ; 0 0 0 31 2 ?       ; '0': it is never due: no such day exists
            cron       ; cron       ; * * * * * ?        ; '*': it is due each second: take 'every 5 seconds' or more
            continuous ; instances  ; 17                 ; '17' where a number from 1 to 16 should be
            after      ; after      ; ""                 ; The task is missing
            interval   ; windowFrom ; 6                  ; '6' where a time such as 06:00 should be
            interval   ; except     ; SAT catch up       ; 'SAT catch up' is no exception
            interval   ; except     ; 12:00 to 12:00     ; the exception begins and ends at 12:00
            interval   ; zone       ; Australia/Melborne ; 'Australia/Melborne' where a time zone such as Australia/Melbourne should be, did you mean Australia/Melbourne?
            words      ; words      ; every 15 fortnights; Character 10: 'fortnights' where seconds, minutes or hours should be
            words      ; words      ; ""                 ; The schedule in words is missing
            sometimes  ; frequency  ; sometimes          ; Choose how often
            """)
    void IB7_a_fault_is_told_at_its_field(String frequency, String field, String text, String problem) {
        ScheduleForm form = ScheduleForm.added(Mode.ALL)
                .with("frequency", frequency)
                .with("startDate", "2030-01-05")
                .with("startTime", "06:00")
                .with("windowTo", field.equals("windowFrom") ? "20:00" : "")
                .with("after", "product-master")
                .with(field, text);
        assertThat(ScheduleWords.of(form).problems()).isEqualTo(Map.of(field, problem));
    }

    @Test
    void IB7_a_weekly_schedule_needs_a_day_and_a_start_time_its_date() {
        ScheduleForm form = ScheduleForm.added(Mode.ALL).with("startTime", "06:00");
        ScheduleForm weekly = new ScheduleForm(form.with("frequency", "weekly").texts(), java.util.Set.of());
        assertThat(ScheduleWords.of(weekly).problems()).containsOnlyKeys("day", "startDate");
    }

    private static Schedule schedule(Timetable timetable) {
        return new Schedule(
                101,
                "LIVE",
                "a-task",
                Mode.ALL,
                timetable.words(),
                timetable,
                true,
                "",
                null,
                null,
                false,
                null,
                1,
                Instant.EPOCH,
                null);
    }
}
