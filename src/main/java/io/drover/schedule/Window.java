package io.drover.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The Transmission Time Range: the part of each day in which runs may begin. The minute of its end belongs to it.
 *
 * @param to before {@code from} it lies in the next day
 */
public record Window(LocalTime from, LocalTime to) {

    /** When the window that began on that day is over. */
    Instant endOf(LocalDate day, ZoneId zone) {
        LocalDate last = to.isBefore(from) ? day.plusDays(1) : day;
        return WallClock.instant(last.atTime(to), zone).plusSeconds(60);
    }

    /** The first instant, from the given one on, that lies in the window. */
    Instant open(Instant instant, ZoneId zone) {
        LocalDate day = instant.atZone(zone).toLocalDate().minusDays(1);
        while (true) {
            if (instant.isBefore(endOf(day, zone))) {
                Instant begin = WallClock.instant(day.atTime(from), zone);
                return begin.isAfter(instant) ? begin : instant;
            }
            day = day.plusDays(1);
        }
    }

    /** As a route file has it. */
    public String words() {
        return "between %s and %s".formatted(from, to);
    }
}
