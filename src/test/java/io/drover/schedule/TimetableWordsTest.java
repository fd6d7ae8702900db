package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one grammar of schedules: read and written alike, wrong words refused at their spot (F78, S35, S36, M11). */
class TimetableWordsTest {

    /** S-B of the reliability catalogue, as the six fields or as what stands in their place. */
    static List<String> badCrons() {
        return List.of(
                "",
                "0/5 * * * *",
                "0 0 12 * * ? 2030",
                "0 0 0 31 2 ?",
                "0 0 0 29 2 ? 2097",
                "* * * * * ? 1970",
                "0 0/0 * * * ?",
                "0 70 * * * ?",
                "0 0 25 * * ?",
                "0 0 0 * * *",
                "0 0 0 ? * 2#6",
                "0 0 0 L-40 * ?",
                "0 0/99999999999 * * * ?",
                "000S , 5* , , 5#5,?5 ",
                "0 0 0 1 FOO ?",
                "0 0 0 ? * FRY",
                "0 0 0 30 FEB ?",
                "0 0 12 ? * ?",
                "0 5-4-3 * * * ?",
                "0 */61 * * * ?",
                "0 -1 * * * ?",
                "* * * * * ?",
                "0/1 * * * * ?",
                "0-5 * * * * ?",
                "0 0 \u0007 * * ?",
                "0 0 12 * * ?\u0000",
                "\u0660 0 12 * * ?",
                "0 ".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("badCrons")
    void S36_a_cron_that_never_fires_or_fires_each_second_or_throws_is_refused(String cron) {
        InvalidTimetableException refusal =
                catchThrowableOfType(InvalidTimetableException.class, () -> TimetableWords.parse("cron " + cron));
        assertThat(refusal).isNotNull();
        assertThat(refusal.position()).isBetween(1, Math.max(6, cron.length() + 6));
        assertThat(refusal.getMessage()).hasSizeLessThan(1_500);
    }

    @Test
    void S36_whatever_the_fuzzer_finds_is_refused_with_words_and_never_breaks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "0123456789*?,-/#LWSUNMONJAN ".repeat(3) + "éÄ\u0661x:;.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder cron = new StringBuilder("cron ");
            int length = random.nextInt(30);
            for (int c = 0; c < length; c++) {
                cron.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String text = cron.toString();
            try {
                assertThat(TimetableWords.parse(text).next(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC))
                        .as("%s, seed %d", text, seed)
                        .isPresent();
            } catch (InvalidTimetableException e) {
                assertThat(e.position()).as("%s, seed %d", text, seed).isPositive();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every 15 minuts           ; 10 ; 'minuts' where seconds, minutes or hours should be, did you mean minutes?
            each day at 02:00         ; 1  ; 'each' where 'every'
            every day at 25:00        ; 14 ; '25:00' where a time
            every day at 2:00         ; 14 ; '2:00' where a time
            every 0 minutes           ; 7  ; '0' where at least a second
            every -1 minutes          ; 7  ; '-1' where a number, day
            every 2147483648 minutes  ; 7  ; '2147483648' where at least a second and at most a day
            every 25 hours            ; 7  ; '25' where at least a second and at most a day
            every 1 fortnight         ; 9  ; 'fortnight' where seconds, minutes or hours
            every 0 days at 01:00     ; 7  ; '0' where 1 to 366 days
            every FUN at 02:00        ; 7  ; 'FUN' where a number, day, month, or days
            every day                 ; 10 ; it ends where 'at' should be
            every day at 02:00 sharp  ; 20 ; 'sharp' where nothing more
            every month on day 32 at 01:00 ; 20 ; '32' where a day from 1 to 31
            once at 2026-02-30 10:00  ; 9  ; '2026-02-30' where a date
            once at 0000-00-00 10:00  ; 9  ; '0000-00-00' where a date
            once at +292278994-01-01 10:00 ; 9 ; '+292278994-01-01' where a date
            every day at 01:00 in Mars/Base ; 23 ; 'Mars/Base' where a time zone
            every day at 01:00 in Australia/Melborne ; 23 ; did you mean Australia/Melbourne?
            every 5 minutes between 06:00 and 06:00 ; 17 ; the window begins and ends at 06:00
            every 5 minutes catch up catch up ; 26 ; a second 'catch'
            after product-master catch up ; 22 ; 'catch' does nothing with 'after product-master': only due times
            after product-master skip while running ; 22 ; 'skip' does nothing with 'after product-master'
            on demand except SAT skip while running ; 22 ; 'skip' does nothing with 'on demand'
            on demand from 2026-12-01 ; 11 ; 'from' does nothing with 'on demand': nothing of it is due by itself
            continuously 10 seconds after the end catch up ; 39 ; 'catch' does nothing
            once at 1960-01-01 10:00  ; 1  ; it is never due: its time lies before 1970
            every 5 minutes except 2026-12-26 to 2026-12-24 ; 17 ; the exception ends before it begins
            every day at 02:00 between 06:00 and 20:00 ; 1 ; it is never due
            every 5 minutes except MON,TUE,WED,THU,FRI,SAT,SUN ; 1 ; it is never due
            every 5 minutes between 06:00 and 07:00 except 05:00 to 08:00 ; 1 ; it is never due
            0 0 12 * * ?              ; 1  ; '0' where 'every', 'once', 'cron'
            cron 0 0/5 * * *          ; 6  ; put a 0 for the second in front
            cron 0 0 12 * * ? 2030    ; 19 ; leave the year out
            cron 0 70 * * * ?         ; 6  ; Minute and Second values must be between 0 and 59
            cron 0 0/0 * * * ?        ; 8  ; a step of 0
            cron 0 0 25h * * ?        ; 10 ; that is no hour of a cron
            cron * * * * * ?          ; 6  ; it is due each second
            cron 0 0 0 31 2 ?         ; 6  ; it is never due
            """)
    void words_that_make_no_sense_are_refused_at_their_spot(String words, int position, String message) {
        assertThatThrownBy(() -> TimetableWords.parse(words))
                .isInstanceOfSatisfying(
                        InvalidTimetableException.class,
                        e -> assertThat(e.position()).isEqualTo(position))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every 15 minutes",
                "every 1 hour",
                "every 15 minutes between 06:00 and 20:00",
                "every 30 seconds",
                "every day at 01:30",
                "every MON,THU at 18:00",
                "every 3 days at 01:00 from 2026-12-01 00:00",
                "every month on the last day at 02:00",
                "every month on day 15 at 02:00:30",
                "once at 2026-12-01 18:30",
                "cron 0 15 10 ? * MON-FRI",
                "continuously 10 seconds after the end",
                "continuously 1 minute after the end with 2 instances except 02:00 to 03:00",
                "on demand",
                "every 5 minutes between 06:00 and 20:00 except 12:00 to 13:00 except SAT,SUN"
                        + " except 2026-12-24 to 2026-12-26 from 2026-12-01 07:15 in Australia/Melbourne catch up"
                        + " skip while running"
            })
    void words_are_read_and_written_alike(String words) {
        assertThat(TimetableWords.parse(words).words()).isEqualTo(words);
    }

    @Test
    void any_timetable_survives_being_written_and_read() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String given = RandomWords.of(random);
            Timetable timetable;
            try {
                timetable = TimetableWords.parse(given);
            } catch (InvalidTimetableException e) {
                assertThat(e.getMessage())
                        .as("%s, seed %d", given, seed)
                        .containsAnyOf("it is never due", "does nothing");
                continue;
            }
            Timetable again = TimetableWords.parse(timetable.words());
            assertThat(again).as("%s, seed %d", given, seed).isEqualTo(timetable);
            assertThat(again.words()).as("%s, seed %d", given, seed).isEqualTo(timetable.words());
        }
    }
}
