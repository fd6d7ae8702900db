package io.drover.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule is due, computed on the calendar by {@code java.time}. In the hour that a change of clocks leaves out,
 * a time of day counts as the first instant after it; in the hour that comes twice, as its first occurrence.
 *
 * @param window null = all day
 * @param start nothing is due before it, no chain follows before it; null = from now on
 * @param ownZone null = the zone of the site
 * @param catchUp whether due times that were missed are made up for, by one run; else they are skipped
 * @param skipWhileRunning whether a due time is skipped while a run of the same task and mode has not ended; else its run
 *     waits
 */
public record Timetable(
        Frequency frequency,
        @Nullable Window window,
        List<Blackout> blackouts,
        @Nullable LocalDateTime start,
        @Nullable ZoneId ownZone,
        boolean catchUp,
        boolean skipWhileRunning) {

    /** Days are counted from here where no start is given. */
    private static final LocalDateTime EPOCH = LocalDate.of(2000, 1, 1).atStartOfDay();

    /** After so many due times that are all forbidden, there is none: more than 10 years of daily ones. */
    private static final int MOST_FORBIDDEN = 5_000;

    public Timetable {
        blackouts = List.copyOf(blackouts);
    }

    /** A timetable without any further condition. */
    static Timetable of(Frequency frequency) {
        return new Timetable(frequency, null, List.of(), null, null, false, false);
    }

    /** The first due instant after the given one; empty when nothing is due any more. */
    public Optional<Instant> next(Instant after, ZoneId siteZone) {
        ZoneId zone = zone(siteZone);
        Frequency.Frame frame = new Frequency.Frame(zone, start == null ? EPOCH : start, window);
        Instant from = after;
        if (start != null) {
            Instant justBefore = WallClock.instant(start, zone).minusNanos(1);
            from = after.isBefore(justBefore) ? justBefore : after;
        }
        for (int i = 0; i < MOST_FORBIDDEN; i++) {
            Instant due = frequency.next(from, frame);
            if (due == null) {
                return Optional.empty();
            }
            Instant allowed = allowed(due, zone);
            // What follows the end of a run has no time of its own to wait for.
            if (allowed == null || allowed.equals(due) || isContinuous()) {
                return Optional.ofNullable(allowed);
            }
            from = allowed.minusNanos(1);
        }
        return Optional.empty();
    }

    /** True where a run may begin at that instant: within the window, outside of all exceptions. */
    public boolean allows(Instant instant, ZoneId siteZone) {
        return instant.equals(allowed(instant, zone(siteZone)));
    }

    /** False before its start. A click may come before, so {@link #allows} does not ask for it. */
    boolean hasBegun(Instant instant, ZoneId siteZone) {
        return start == null || !instant.isBefore(WallClock.instant(start, zone(siteZone)));
    }

    /** The first instant, from the given one on, at which a run of it may begin; empty where its limits leave none. */
    public Optional<Instant> opening(Instant instant, ZoneId siteZone) {
        ZoneId zone = zone(siteZone);
        Instant first = start == null ? instant : WallClock.instant(start, zone);
        return Optional.ofNullable(allowed(first.isAfter(instant) ? first : instant, zone));
    }

    /** The first instant, from the given one on, at which a run may begin; null where its limits leave none. */
    private @Nullable Instant allowed(Instant instant, ZoneId zone) {
        Instant allowed = instant;
        for (int i = 0; i < MOST_FORBIDDEN; i++) {
            Instant before = allowed;
            allowed = window == null ? allowed : window.open(allowed, zone);
            for (Blackout blackout : blackouts) {
                allowed = blackout.over(allowed, zone);
            }
            if (allowed.equals(before)) {
                return allowed;
            }
        }
        return null;
    }

    /** The zone in which its times are meant. */
    public ZoneId zone(ZoneId siteZone) {
        return ownZone == null ? siteZone : ownZone;
    }

    /** The same times, meant in another zone. */
    Timetable in(ZoneId other) {
        return new Timetable(frequency, window, blackouts, start, other, catchUp, skipWhileRunning);
    }

    public boolean isContinuous() {
        return frequency instanceof Frequency.Continuous;
    }

    /** What it follows; empty for what is due by the clock, or never. */
    public Optional<Frequency.After> after() {
        return frequency instanceof Frequency.After chain ? Optional.of(chain) : Optional.empty();
    }

    /** Window and exceptions in words; empty where it has none. */
    public String limits() {
        StringJoiner words = new StringJoiner(" ");
        if (window != null) {
            words.add(window.words());
        }
        blackouts.forEach(blackout -> words.add(blackout.words()));
        return words.toString();
    }

    /** The timetable in the words of a route file; {@link TimetableWords#parse} reads them back. */
    public String words() {
        StringJoiner words = new StringJoiner(" ");
        words.add(frequency.words());
        if (!limits().isEmpty()) {
            words.add(limits());
        }
        if (start != null) {
            words.add("from %s %s".formatted(start.toLocalDate(), start.toLocalTime()));
        }
        if (ownZone != null) {
            words.add("in " + ownZone.getId());
        }
        if (catchUp) {
            words.add("catch up");
        }
        if (skipWhileRunning) {
            words.add("skip while running");
        }
        return words.toString();
    }
}
