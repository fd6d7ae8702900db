package io.drover.fresh;

import io.drover.schedule.Schedule;
import io.drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How fresh a shop is to be in what a task sends. */
final class Promise {

    /** What runs again as soon as it has ended is not expected to take long. */
    private static final Duration CONTINUOUS = Duration.ofMinutes(10);

    private Promise() {}

    /**
     * What the route file promises; without it two intervals of the task's quickest schedule, so that one run may fail.
     * Null for a task that only runs when somebody asks.
     */
    static @Nullable Duration target(Task task, List<Schedule> schedules, Instant now, ZoneId zone) {
        Duration promised = task.freshWithin();
        return promised != null
                ? promised
                : schedules.stream()
                        .filter(Schedule::enabled)
                        .flatMap(schedule -> interval(schedule, now, zone).stream())
                        .min(Comparator.naturalOrder())
                        .map(interval -> interval.multipliedBy(2))
                        .orElse(null);
    }

    /** The shorter of the next two gaps: one of them may be a night. */
    private static Optional<Duration> interval(Schedule schedule, Instant now, ZoneId zone) {
        if (schedule.timetable().isContinuous()) {
            return Optional.of(CONTINUOUS.dividedBy(2));
        }
        List<Instant> due = Stream.iterate(
                        schedule.timetable().next(now, zone),
                        Optional::isPresent,
                        last -> last.flatMap(each -> schedule.timetable().next(each, zone)))
                .limit(3)
                .flatMap(Optional::stream)
                .toList();
        return Stream.iterate(1, i -> i < due.size(), i -> i + 1)
                .map(i -> Duration.between(due.get(i - 1), due.get(i)))
                .min(Comparator.naturalOrder());
    }

    /**
     * Until when it is kept: as long after the last change that arrived as the target allows, and where the schedules rest
     * meanwhile, as long after the next due instant.
     *
     * @param answered when the run began that took the shop so far: what was due before it has been done
     */
    static Instant until(
            Duration target, Instant completeUpTo, @Nullable Instant answered, List<Schedule> schedules, ZoneId zone) {
        Instant from = answered == null || answered.isBefore(completeUpTo) ? completeUpTo : answered;
        Instant promised = completeUpTo.plus(target);
        return schedules.stream()
                .filter(Schedule::enabled)
                .flatMap(schedule -> schedule.timetable().next(from, zone).stream())
                .min(Comparator.naturalOrder())
                .filter(due -> due.isAfter(promised))
                .map(due -> due.plus(target))
                .orElse(promised);
    }
}
