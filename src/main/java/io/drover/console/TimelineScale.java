package io.drover.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where an instant stands on the drawing of the Timeline.
 *
 * @param from left end
 * @param to right end
 */
record TimelineScale(Instant from, Instant to, ZoneId zone) {

    /** Room for the names of the tasks. */
    static final int LEFT = 210;

    static final int WIDTH = 960;

    private static final Duration DAY = Duration.ofHours(36);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    /** The edge nearest to it for one that lies outside. */
    long x(Instant instant) {
        long within = Math.max(0, Math.min(Duration.between(from, instant).toMillis(), length().toMillis()));
        return LEFT + Math.round((double) within * WIDTH / length().toMillis());
    }

    Duration length() {
        return Duration.between(from, to);
    }

    boolean holds(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** Time that four points of the drawing stand for: what is closer together is drawn as one. */
    Duration grain() {
        return length().dividedBy(WIDTH / 4);
    }

    /** Each second hour of a day, each midnight of a week. */
    List<TimelinePage.Tick> ticks() {
        List<TimelinePage.Tick> ticks = new ArrayList<>();
        boolean isDay = length().compareTo(DAY) < 0;
        ZonedDateTime at = isDay
                ? from.atZone(zone).truncatedTo(ChronoUnit.HOURS)
                : from.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        while (at.toInstant().isBefore(to)) {
            if (holds(at.toInstant()) && (!isDay || at.getHour() % 2 == 0)) {
                boolean isMidnight = at.getHour() == 0;
                ticks.add(new TimelinePage.Tick(x(at.toInstant()), (isMidnight ? DATE : TIME).format(at)));
            }
            at = isDay ? at.plusHours(1) : at.plusDays(1);
        }
        return ticks;
    }
}
