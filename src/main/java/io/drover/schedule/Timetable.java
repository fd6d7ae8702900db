package io.drover.schedule;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule is due, computed on the calendar by {@code java.time}. In the hour that a change of clocks leaves out,
 * a time of day counts as the first instant after it; in the hour that comes twice, as its first occurrence.
 */
public sealed interface Timetable extends Serializable {

    /** The first due instant after the given one. There always is one. */
    Instant next(Instant after, ZoneId zone);

    /** The timetable in the words of a route file; {@link TimetableWords#parse} reads them back. */
    String words();

    /**
     * Again and again, counted from the beginning of a window of the day, or from midnight. Steps are elapsed time, so
     * that a change of clocks neither stretches nor shrinks them.
     *
     * @param from beginning of the window; null = all day
     * @param to its end, still due when a step meets it; before {@code from} it lies in the next day
     */
    record Interval(
            Duration step,
            @Nullable LocalTime from,
            @Nullable LocalTime to) implements Timetable {

        @Override
        public Instant next(Instant after, ZoneId zone) {
            LocalDate day = after.atZone(zone).toLocalDate().minusDays(1);
            while (true) {
                Instant begin = instant(day, from == null ? LocalTime.MIDNIGHT : from, zone);
                Instant due = firstStepAfter(begin, after);
                if (isWithin(due, day, zone)) {
                    return due;
                }
                day = day.plusDays(1);
            }
        }

        private Instant firstStepAfter(Instant begin, Instant after) {
            if (begin.isAfter(after)) {
                return begin;
            }
            long steps = Duration.between(begin, after).dividedBy(step) + 1;
            return begin.plus(step.multipliedBy(steps));
        }

        private boolean isWithin(Instant due, LocalDate day, ZoneId zone) {
            if (from == null || to == null) {
                return due.isBefore(instant(day.plusDays(1), LocalTime.MIDNIGHT, zone));
            }
            LocalDate lastDay = to.isBefore(from) ? day.plusDays(1) : day;
            return !due.isAfter(instant(lastDay, to, zone));
        }

        @Override
        public String words() {
            return "every " + amount() + (from == null || to == null ? "" : " between " + from + " and " + to);
        }

        private String amount() {
            long seconds = step.toSeconds();
            if (seconds % 3600 == 0) {
                return seconds / 3600 + " hours";
            }
            return seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
        }
    }

    /** Once a day at a time, on some days of the week. */
    record Weekly(Set<DayOfWeek> days, LocalTime time) implements Timetable {

        public Weekly {
            days = Set.copyOf(days);
        }

        @Override
        public Instant next(Instant after, ZoneId zone) {
            LocalDate day = after.atZone(zone).toLocalDate();
            while (!days.contains(day.getDayOfWeek())
                    || !instant(day, time, zone).isAfter(after)) {
                day = day.plusDays(1);
            }
            return instant(day, time, zone);
        }

        @Override
        public String words() {
            String names = days.size() == DayOfWeek.values().length
                    ? "day"
                    : days.stream()
                            .sorted()
                            .map(day -> day.name().substring(0, 3))
                            .collect(Collectors.joining(","));
            return "every " + names + " at " + time;
        }
    }

    private static Instant instant(LocalDate day, LocalTime time, ZoneId zone) {
        LocalDateTime local = day.atTime(time);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }
}
