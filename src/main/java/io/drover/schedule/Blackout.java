package io.drover.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/** A period in which no run begins. */
public sealed interface Blackout {

    /** The first instant, from the given one on, that does not lie in the period; never before it. */
    Instant over(Instant instant, ZoneId zone);

    /** As a route file has it. */
    String words();

    /**
     * A part of each day.
     *
     * @param to the first time that is allowed again; not after {@code from} it lies in the next day
     */
    record Times(LocalTime from, LocalTime to) implements Blackout {

        @Override
        public Instant over(Instant instant, ZoneId zone) {
            LocalDate day = instant.atZone(zone).toLocalDate();
            for (LocalDate each : new LocalDate[] {day.minusDays(1), day}) {
                Instant begin = WallClock.instant(each.atTime(from), zone);
                Instant end = WallClock.instant((to.isAfter(from) ? each : each.plusDays(1)).atTime(to), zone);
                if (!instant.isBefore(begin) && instant.isBefore(end)) {
                    return end;
                }
            }
            return instant;
        }

        @Override
        public String words() {
            return "except %s to %s".formatted(from, to);
        }
    }

    /** Whole days of the week. */
    record Days(Set<DayOfWeek> days) implements Blackout {

        public Days {
            days = Set.copyOf(days);
        }

        @Override
        public Instant over(Instant instant, ZoneId zone) {
            LocalDate day = instant.atZone(zone).toLocalDate();
            return days.contains(day.getDayOfWeek()) ? WallClock.laterOf(instant, day.plusDays(1), zone) : instant;
        }

        @Override
        public String words() {
            return "except " + Words.days(days);
        }
    }

    /** Whole days of the calendar, both ends included. */
    record Dates(LocalDate from, LocalDate to) implements Blackout {

        @Override
        public Instant over(Instant instant, ZoneId zone) {
            LocalDate day = instant.atZone(zone).toLocalDate();
            return day.isBefore(from) || day.isAfter(to) ? instant : WallClock.laterOf(instant, to.plusDays(1), zone);
        }

        @Override
        public String words() {
            return "except " + from + (from.equals(to) ? "" : " to " + to);
        }
    }
}
