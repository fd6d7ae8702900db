package io.drover.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.schedule.Schedule;
import io.drover.schedule.TimetableWords;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task promises, and until when it keeps it. */
class PromiseTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "every 15 minutes, PT30M",
        "every 15 minutes between 06:00 and 20:00, PT30M",
        "every day at 01:15, PT48H",
        "every SUN at 02:00, PT336H",
        "every 15 minutes; every SUN at 02:00, PT30M",
        "continuously 10 seconds after the end, PT10M"
    })
    void without_a_promise_two_intervals_of_the_quickest_schedule_are_the_target(String words, Duration target) {
        assertThat(Promise.target(task(null), schedules(words), NOON, ZoneOffset.UTC))
                .isEqualTo(target);
    }

    @Test
    void the_promise_of_the_route_file_wins() {
        assertThat(Promise.target(task(Duration.ofHours(3)), schedules("every 15 minutes"), NOON, ZoneOffset.UTC))
                .isEqualTo(Duration.ofHours(3));
    }

    @ParameterizedTest
    @CsvSource({"on demand", "after other"})
    void what_runs_when_somebody_asks_promises_nothing(String words) {
        assertThat(Promise.target(task(null), schedules(words), NOON, ZoneOffset.UTC))
                .isNull();
        assertThat(Promise.target(task(null), List.of(), NOON, ZoneOffset.UTC)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "every 15 minutes, 12:00:00, 12:00:01, 12:30:00",
        // The run that rang at 20:00 began in a snapshot of a moment before.
        "every 15 minutes between 06:00 and 20:00, 19:59:30, 20:00:10, +06:30:00",
        // Rows were refused since 19:40: the runs after it do not count.
        "every 15 minutes between 06:00 and 20:00, 19:40:00, 19:45:00, 20:10:00",
        "every SUN at 02:00, 02:00:30, 02:00:31, 7d02:30:00"
    })
    void a_schedule_that_rests_does_not_make_the_shop_late(String words, String upto, String answered, String until) {
        Instant expected = until.startsWith("7d")
                ? at(until.substring(2)).plus(Duration.ofDays(7))
                : until.startsWith("+") ? at(until.substring(1)).plus(Duration.ofDays(1)) : at(until);

        assertThat(Promise.until(Duration.ofMinutes(30), at(upto), at(answered), schedules(words), ZoneOffset.UTC))
                .isEqualTo(expected);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-22T%sZ".formatted(time));
    }

    private static Task task(Duration freshWithin) {
        return new Task(
                "task",
                "Task",
                "",
                "",
                "AllOthers",
                Set.of(Mode.values()),
                Map.of(),
                freshWithin,
                "pronto",
                "web",
                Duration.ZERO,
                Duration.ofHours(1),
                List.of(),
                null,
                new TreeSet<>(),
                new TreeMap<>(Map.of("web", new TreeSet<>(Set.of("shop.product")))));
    }

    private static List<Schedule> schedules(String words) {
        return Arrays.stream(words.split(";"))
                .map(String::strip)
                .map(each -> new Schedule(
                        101,
                        "LIVE",
                        "task",
                        Mode.CHANGED,
                        each,
                        TimetableWords.parse(each),
                        true,
                        "",
                        null,
                        each,
                        false,
                        null,
                        1,
                        Instant.EPOCH,
                        null))
                .toList();
    }
}
