package io.drover.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of clocks that falls on due times of a timetable, and what becomes of them that day (M10).
 *
 * @param at when the clocks are changed
 * @param isForward whether the times are left out; else they come twice
 * @param first local time of the timetable that is concerned
 * @param last local time of the timetable that is concerned
 * @param due when it is due first, from the change on; null when it is not due any more
 * @param isTwice whether times that come twice are due twice
 */
public record ClockChange(
        Instant at,
        boolean isForward,
        LocalDateTime first,
        LocalDateTime last,
        @Nullable ZonedDateTime due,
        boolean isTwice) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);

    /**
     * The changes that concern a timetable, in their order.
     *
     * @param within how far ahead they are looked for
     */
    public static List<ClockChange> of(Timetable timetable, ZoneId siteZone, Instant from, Duration within) {
        if (!timetable.frequency().hasTimes() || timetable.isContinuous()) {
            return List.of();
        }
        ZoneId zone = timetable.zone(siteZone);
        Instant until = from.plus(within);
        List<ClockChange> found = new ArrayList<>();
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        while (change != null && change.getInstant().isBefore(until)) {
            of(timetable, zone, change).ifPresent(found::add);
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return found;
    }

    private static Optional<ClockChange> of(Timetable timetable, ZoneId zone, ZoneOffsetTransition change) {
        Duration length = change.getDuration().abs();
        Instant begin =
                change.isGap() ? change.getInstant() : change.getInstant().minus(length);
        // As if the clocks stayed as they are: what would be due in the hour that is left out, or comes twice.
        Timetable steady = timetable.in(change.getOffsetBefore());
        Instant first = null;
        Instant last = null;
        Optional<Instant> due = steady.next(begin.minusNanos(1), zone);
        while (due.isPresent() && due.get().isBefore(begin.plus(length))) {
            first = first == null ? due.get() : first;
            last = due.get();
            due = steady.next(last, zone);
        }
        if (first == null || last == null) {
            return Optional.empty();
        }
        Optional<Instant> after = timetable.next(change.getInstant().minusNanos(1), zone);
        return Optional.of(new ClockChange(
                change.getInstant(),
                change.isGap(),
                LocalDateTime.ofInstant(first, change.getOffsetBefore()),
                LocalDateTime.ofInstant(last, change.getOffsetBefore()),
                after.map(instant -> instant.atZone(zone)).orElse(null),
                !change.isGap()
                        && after.isPresent()
                        && after.get().isBefore(change.getInstant().plus(length))));
    }

    /** For a person: {@code Sun 4 Oct 2026: the clocks go forward, 02:30 is left out; due at 03:00 instead}. */
    public String words() {
        String times =
                first.equals(last) ? first.toLocalTime().toString() : first.toLocalTime() + " to " + last.toLocalTime();
        String day = DAY.format(first);
        if (!isForward) {
            return "%s: the clocks go back, %s comes twice; due %s"
                    .formatted(day, times, isTwice ? "both times" : "the first time only");
        }
        return "%s: the clocks go forward, %s is left out%s".formatted(day, times, instead());
    }

    private String instead() {
        if (due == null) {
            return "";
        }
        LocalTime time = due.toLocalTime();
        return due.toLocalDate().equals(first.toLocalDate())
                ? "; due at %s instead".formatted(time)
                : "; due next on %s at %s".formatted(DAY.format(due), time);
    }
}
