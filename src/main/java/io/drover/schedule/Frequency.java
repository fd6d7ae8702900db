package io.drover.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How often a timetable is due, before its window, its exceptions and its start are looked at. */
public sealed interface Frequency
        permits Frequency.Once,
                Frequency.Interval,
                Frequency.OnDays,
                CronText,
                Frequency.Continuous,
                Frequency.After,
                Frequency.OnDemand {

    /**
     * The first due instant after the given one; null when there is none.
     *
     * @param frame what the frequency counts from
     */
    @Nullable
    Instant next(Instant after, Frame frame);

    /** As a route file has it. */
    String words();

    /** False for what is never due by the clock. */
    default boolean hasTimes() {
        return true;
    }

    /**
     * What a frequency counts from.
     *
     * @param first from this time of day intervals are counted, from this day on the days are
     */
    record Frame(ZoneId zone, LocalDateTime first, @Nullable Window window) {}

    /** A single time. */
    record Once(LocalDateTime at) implements Frequency {

        @Override
        public @Nullable Instant next(Instant after, Frame frame) {
            Instant due = WallClock.instant(at, frame.zone());
            return due.isAfter(after) ? due : null;
        }

        @Override
        public String words() {
            return "once at %s %s".formatted(at.toLocalDate(), at.toLocalTime());
        }
    }

    /**
     * Again and again, counted anew each day from the beginning of the window, else from the time of day of the start,
     * else from midnight. Steps are elapsed time, so that a change of clocks neither stretches nor shrinks them.
     */
    record Interval(Duration step) implements Frequency {

        @Override
        public Instant next(Instant after, Frame frame) {
            Window window = frame.window();
            LocalTime begin = window == null ? frame.first().toLocalTime() : window.from();
            LocalDate day = after.atZone(frame.zone()).toLocalDate().minusDays(1);
            while (true) {
                Instant due = firstStepAfter(WallClock.instant(day.atTime(begin), frame.zone()), after);
                Instant end = window == null
                        ? WallClock.instant(day.plusDays(1).atTime(begin), frame.zone())
                        : window.endOf(day, frame.zone());
                if (due.isBefore(end)) {
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

        @Override
        public String words() {
            return "every " + Words.duration(step);
        }
    }

    /** At one time of day, on some days. */
    sealed interface OnDays extends Frequency {

        LocalTime time();

        /** The first of its days that is not before the given one. */
        LocalDate firstDay(LocalDate from, Frame frame);

        @Override
        default Instant next(Instant after, Frame frame) {
            LocalDate day = after.atZone(frame.zone()).toLocalDate();
            while (true) {
                day = firstDay(day, frame);
                Instant due = WallClock.instant(day.atTime(time()), frame.zone());
                if (due.isAfter(after)) {
                    return due;
                }
                day = day.plusDays(1);
            }
        }
    }

    /** On some days of the week. */
    record Weekly(Set<DayOfWeek> days, LocalTime time) implements OnDays {

        public Weekly {
            days = Set.copyOf(days);
        }

        @Override
        public LocalDate firstDay(LocalDate from, Frame frame) {
            LocalDate day = from;
            while (!days.contains(day.getDayOfWeek())) {
                day = day.plusDays(1);
            }
            return day;
        }

        @Override
        public String words() {
            return "every %s at %s"
                    .formatted(days.size() == DayOfWeek.values().length ? "day" : Words.days(days), time);
        }
    }

    /** Every so many days, counted from the day of the start. */
    record EveryDays(int days, LocalTime time) implements OnDays {

        @Override
        public LocalDate firstDay(LocalDate from, Frame frame) {
            long since = from.toEpochDay() - frame.first().toLocalDate().toEpochDay();
            return from.plusDays(Math.floorMod(-since, (long) days));
        }

        @Override
        public String words() {
            return "every %d days at %s".formatted(days, time);
        }
    }

    /**
     * Once a month. A month that lacks the day is left out.
     *
     * @param day 1 to 31, or {@link #LAST_DAY}
     */
    record Monthly(int day, LocalTime time) implements OnDays {

        public static final int LAST_DAY = 0;

        @Override
        public LocalDate firstDay(LocalDate from, Frame frame) {
            YearMonth month = YearMonth.from(from);
            while (!month.isValidDay(dayOf(month)) || month.atDay(dayOf(month)).isBefore(from)) {
                month = month.plusMonths(1);
            }
            return month.atDay(dayOf(month));
        }

        private int dayOf(YearMonth month) {
            return day == LAST_DAY ? month.lengthOfMonth() : day;
        }

        @Override
        public String words() {
            return "every month on %s at %s".formatted(day == LAST_DAY ? "the last day" : "day " + day, time);
        }
    }

    /**
     * Again a while after the end of the run before, in queues of its own.
     *
     * @param instances how many runs may go on side by side
     */
    record Continuous(Duration pause, int instances) implements Frequency {

        /** @param after the end of the run before */
        @Override
        public Instant next(Instant after, Frame frame) {
            return after.plus(pause);
        }

        @Override
        public String words() {
            return "continuously %s after the end%s"
                    .formatted(Words.duration(pause), instances == 1 ? "" : " with " + instances + " instances");
        }
    }

    /**
     * Whenever a run of another task has ended: a chain.
     *
     * @param task that it follows
     * @param whateverResult false = only where that run ended OK, with refused rows or without
     */
    record After(String task, boolean whateverResult) implements Frequency {

        static final String WHATEVER_RESULT = "whatever its result";

        @Override
        public @Nullable Instant next(Instant after, Frame frame) {
            return null;
        }

        @Override
        public boolean hasTimes() {
            return false;
        }

        @Override
        public String words() {
            return "after " + task + (whateverResult ? " " + WHATEVER_RESULT : "");
        }
    }

    /** Never by itself. */
    record OnDemand() implements Frequency {

        @Override
        public boolean hasTimes() {
            return false;
        }

        @Override
        public @Nullable Instant next(Instant after, Frame frame) {
            return null;
        }

        @Override
        public String words() {
            return "on demand";
        }
    }
}
