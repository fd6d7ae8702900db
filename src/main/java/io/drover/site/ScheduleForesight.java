package io.drover.site;

import io.drover.schedule.ClockChange;
import io.drover.schedule.Schedule;
import io.drover.schedule.Timetable;
import io.drover.schedule.TimetableWords;
import io.drover.site.Foreseen.Collision;
import io.drover.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a schedule would do, before it is saved. Changes nothing. Thread-safe. */
public final class ScheduleForesight {

    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration MEETINGS_WITHIN = Duration.ofDays(7);
    private static final int MOST_LOOKED_AT = 200;

    private final SiteTasks tasks;
    private final Clock clock;
    private final ZoneId zone;

    ScheduleForesight(SiteTasks tasks, Clock clock, ZoneId zone) {
        this.tasks = tasks;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * What a schedule of these words would do.
     *
     * @param task whose schedule it is; null leaves collisions out
     * @param count most due times returned; fewer where no more are due
     * @throws io.drover.schedule.InvalidTimetableException when they are no timetable, showing the spot
     * @throws io.drover.task.UnknownTaskException when there is no such task
     */
    public Foreseen of(String words, @Nullable String task, int count) {
        Timetable timetable = TimetableWords.parse(words);
        Instant now = clock.instant();
        List<Instant> due = due(timetable, now, Math.max(count, MOST_LOOKED_AT));
        return new Foreseen(
                timetable,
                timetable.zone(zone),
                due.stream().limit(count).toList(),
                task == null ? List.of() : collisions(due, tasks.known(task), now),
                ClockChange.of(timetable, zone, now, YEAR));
    }

    private List<Instant> due(Timetable timetable, Instant now, int count) {
        List<Instant> due = new ArrayList<>();
        Optional<Instant> next = timetable.isContinuous() ? Optional.empty() : timetable.next(now, zone);
        while (next.isPresent() && due.size() < count) {
            due.add(next.get());
            next = timetable.next(next.get(), zone);
        }
        return due;
    }

    private List<Collision> collisions(List<Instant> due, Task task, Instant now) {
        List<Instant> near = due.stream()
                .filter(instant -> instant.isBefore(now.plus(MEETINGS_WITHIN)))
                .limit(MOST_LOOKED_AT)
                .toList();
        List<Collision> collisions = new ArrayList<>();
        for (Schedule other : tasks.schedules()) {
            Task its = tasks.known(other.task());
            boolean isOther = !its.name().equals(task.name());
            if (isOther && other.enabled() && its.queue().equals(task.queue())) {
                collision(near, other, its.title()).ifPresent(collisions::add);
            }
        }
        collisions.sort(Comparator.comparing(Collision::first));
        return collisions;
    }

    private Optional<Collision> collision(List<Instant> due, Schedule other, String title) {
        if (other.timetable().isContinuous()) {
            return Optional.empty();
        }
        List<Instant> met =
                due.stream().filter(instant -> isDueInMinute(other, instant)).toList();
        return met.isEmpty()
                ? Optional.empty()
                : Optional.of(new Collision(other, title, met.get(0), met.size(), due.size()));
    }

    private boolean isDueInMinute(Schedule schedule, Instant instant) {
        Instant minute = instant.truncatedTo(ChronoUnit.MINUTES);
        return schedule.timetable()
                .next(minute.minusNanos(1), zone)
                .filter(due -> due.isBefore(minute.plusSeconds(60)))
                .isPresent();
    }
}
