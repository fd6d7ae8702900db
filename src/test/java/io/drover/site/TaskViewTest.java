package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.schedule.Schedule;
import io.drover.schedule.TimetableWords;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when a shop counts as fresh. */
class TaskViewTest {

    @ParameterizedTest
    @CsvSource({
        "every 15 minutes, 2026-11-22T12:00:00Z, 2026-11-22T12:30:00Z",
        "every 15 minutes between 06:00 and 20:00, 2026-11-22T20:00:10Z, 2026-11-23T06:30:00Z",
        "every SUN at 02:00, 2026-11-22T02:00:30Z, 2026-11-29T02:30:00Z"
    })
    void a_schedule_that_rests_does_not_make_the_shop_late(String words, Instant lastOk, Instant until) {
        assertThat(view(words, lastOk).freshUntil(ZoneOffset.UTC)).isEqualTo(until);
    }

    private static TaskView view(String words, Instant lastOk) {
        Task task = new Task(
                "task",
                "Task",
                "",
                "",
                "AllOthers",
                Set.of(Mode.values()),
                Map.of(),
                Duration.ofMinutes(30),
                "pronto",
                "web",
                Duration.ZERO,
                Duration.ofHours(1),
                new TreeSet<>(),
                new TreeMap<>(Map.of("web", new TreeSet<>(Set.of("shop.product")))));
        Schedule schedule = new Schedule(
                101,
                "LIVE",
                "task",
                Mode.CHANGED,
                words,
                TimetableWords.parse(words),
                true,
                "",
                null,
                words,
                false,
                null,
                1,
                Instant.EPOCH);
        return new TaskView(task, "", null, lastOk, Map.of(), List.of(schedule));
    }
}
