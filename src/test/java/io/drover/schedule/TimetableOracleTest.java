package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * F76: 30 schedules in 20 zones equal an oracle that knows nothing of time-zone transitions. It watches a wall clock minute
 * by minute: a time of day is due the first time the hands reach or pass it; an interval counts the minutes that went by
 * since its anchor was reached or passed. Seven months with all changes of clocks by default, else as long as
 * {@code -Ddrover.schedule.years=10} says.
 */
class TimetableOracleTest {

    private static final Instant BEGIN = Instant.parse("2026-09-20T00:00:00Z");

    /** What the hands show at this minute, and the times that they reached or passed since the minute before. */
    private record Hands(LocalDateTime now, List<LocalDateTime> passed) {

        boolean pass(LocalTime time) {
            for (LocalDateTime each : passed) {
                if (each.getMinute() == time.getMinute() && each.getHour() == time.getHour()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Says of each minute whether a schedule is due. */
    private interface Watch extends Predicate<Hands> {}

    private static final Map<String, Supplier<Watch>> SCHEDULES = new LinkedHashMap<>();

    static {
        SCHEDULES.put("every 15 minutes", () -> interval(15, "00:00"));
        SCHEDULES.put("every 30 minutes", () -> interval(30, "00:00"));
        SCHEDULES.put("every 45 minutes", () -> interval(45, "00:00"));
        SCHEDULES.put("every 2 hours", () -> interval(120, "00:00"));
        SCHEDULES.put("every 7 hours", () -> interval(420, "00:00"));
        SCHEDULES.put("every 1 day at 02:30", () -> times(at("02:30")));
        SCHEDULES.put("every 20 minutes from 2026-10-01 01:10", () -> from("2026-10-01T01:10", interval(20, "01:10")));
        SCHEDULES.put(
                "every 15 minutes between 06:00 and 20:00", () -> window("06:00", "20:01", interval(15, "06:00")));
        SCHEDULES.put(
                "every 20 minutes between 01:30 and 02:45", () -> window("01:30", "02:46", interval(20, "01:30")));
        SCHEDULES.put(
                "every 50 minutes between 22:00 and 04:00", () -> window("22:00", "04:01", interval(50, "22:00")));
        SCHEDULES.put("every 10 minutes except 02:00 to 03:00", () -> closed("02:00", "03:00", interval(10, "00:00")));
        SCHEDULES.put(
                "every 25 minutes except 23:30 to 01:30 except SAT,SUN",
                () -> notOn(List.of(6, 7), closed("23:30", "01:30", interval(25, "00:00"))));
        SCHEDULES.put("every day at 00:00", () -> times(at("00:00")));
        SCHEDULES.put("every day at 01:59", () -> times(at("01:59")));
        SCHEDULES.put("every day at 02:00", () -> times(at("02:00")));
        SCHEDULES.put("every day at 02:15", () -> times(at("02:15")));
        SCHEDULES.put("every day at 03:00", () -> times(at("03:00")));
        SCHEDULES.put("every SUN at 02:30", () -> times(at("02:30").and(time -> isOn(time, 7))));
        SCHEDULES.put("every MON,THU at 18:05", () -> times(at("18:05").and(time -> isOn(time, 1, 4))));
        SCHEDULES.put(
                "every 3 days at 01:30 from 2026-09-25",
                () -> from("2026-09-25T00:00", times(at("01:30").and(time -> daysSince(time, "2026-09-25") % 3 == 0))));
        SCHEDULES.put(
                "every month on day 31 at 02:30", () -> times(at("02:30").and(time -> time.getDayOfMonth() == 31)));
        SCHEDULES.put(
                "every month on the last day at 23:45",
                () -> times(at("23:45").and(time -> time.plusDays(1).getDayOfMonth() == 1)));
        SCHEDULES.put("once at 2026-10-25 02:30", () -> times(LocalDateTime.parse("2026-10-25T02:30")::equals));
        SCHEDULES.put("cron 0 0/20 * * * ?", () -> shown(time -> time.getMinute() % 20 == 0));
        SCHEDULES.put("cron 0 30 * ? * MON-FRI", () -> shown(time -> time.getMinute() == 30 && !isOn(time, 6, 7)));
        SCHEDULES.put("cron 0 30 2 * * ?", () -> times(at("02:30")));
        SCHEDULES.put(
                "cron 0 0/15 1-3 * * ?",
                () -> times(time -> time.getMinute() % 15 == 0 && time.getHour() >= 1 && time.getHour() <= 3));
        SCHEDULES.put(
                "cron 0 15 10 L * ?",
                () -> times(at("10:15").and(time -> time.plusDays(1).getDayOfMonth() == 1)));
        SCHEDULES.put(
                "cron 0 0 2 ? * SUN#1",
                () -> times(at("02:00").and(time -> isOn(time, 7) && time.getDayOfMonth() <= 7)));
        SCHEDULES.put(
                "cron 0 5,35 0,2 1-7 4,10 ?",
                () -> times(time -> (time.getMinute() == 5 || time.getMinute() == 35)
                        && (time.getHour() == 0 || time.getHour() == 2)
                        && time.getDayOfMonth() <= 7
                        && (time.getMonthValue() == 4 || time.getMonthValue() == 10)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Australia/Melbourne",
                "Australia/Lord_Howe",
                "Australia/Brisbane",
                "Europe/Berlin",
                "Europe/London",
                "Europe/Dublin",
                "Atlantic/Azores",
                "America/New_York",
                "America/St_Johns",
                "America/Santiago",
                "America/Havana",
                "America/Sao_Paulo",
                "Africa/Casablanca",
                "Africa/Cairo",
                "Asia/Beirut",
                "Asia/Kathmandu",
                "Asia/Gaza",
                "Pacific/Chatham",
                "Pacific/Auckland"
            })
    void F76_due_times_equal_those_of_a_wall_clock_watched_minute_by_minute(String name) {
        ZoneId zone = ZoneId.of(name);
        assertThat(SCHEDULES).hasSize(30);
        Map<String, Watch> watches = new LinkedHashMap<>();
        Map<String, List<Instant>> expected = new LinkedHashMap<>();
        SCHEDULES.forEach((words, watch) -> {
            watches.put(words, watch.get());
            expected.put(words, new ArrayList<>());
        });
        Integer years = Integer.getInteger("drover.schedule.years");
        Instant end = BEGIN.plus(years == null ? 215 : 366L * years, ChronoUnit.DAYS);
        // Two days ahead, so that each watch has seen its anchor.
        Instant first = BEGIN.minus(2, ChronoUnit.DAYS);
        LocalDateTime highest = LocalDateTime.ofInstant(first, zone).minusMinutes(1);
        for (Instant minute = first; minute.isBefore(end); minute = minute.plusSeconds(60)) {
            LocalDateTime now = LocalDateTime.ofInstant(minute, zone);
            List<LocalDateTime> passed = new ArrayList<>(1);
            // Counted up one by one: what no minute shows was passed all the same.
            while (highest.isBefore(now)) {
                highest = highest.plusMinutes(1);
                passed.add(highest);
            }
            Hands hands = new Hands(now, passed);
            for (Map.Entry<String, Watch> each : watches.entrySet()) {
                if (each.getValue().test(hands) && minute.isAfter(BEGIN)) {
                    expected.get(each.getKey()).add(minute);
                }
            }
        }
        expected.forEach((words, due) -> assertThat(computed(words, zone, end))
                .as("%s in %s", words, name)
                .isEqualTo(due));
    }

    private static List<Instant> computed(String words, ZoneId zone, Instant end) {
        Timetable timetable = TimetableWords.parse(words);
        List<Instant> due = new ArrayList<>();
        Instant next = timetable.next(BEGIN, zone).orElse(Instant.MAX);
        while (next.isBefore(end)) {
            due.add(next);
            next = timetable.next(next, zone).orElse(Instant.MAX);
        }
        return due;
    }

    private static Predicate<LocalDateTime> at(String time) {
        LocalTime wanted = LocalTime.parse(time);
        return each -> each.getMinute() == wanted.getMinute() && each.getHour() == wanted.getHour();
    }

    private static boolean isOn(LocalDateTime time, int... days) {
        DayOfWeek day = time.getDayOfWeek();
        for (int each : days) {
            if (day.getValue() == each) {
                return true;
            }
        }
        return false;
    }

    private static long daysSince(LocalDateTime time, String day) {
        return ChronoUnit.DAYS.between(java.time.LocalDate.parse(day), time.toLocalDate());
    }

    /** Times of day: the hands reach them once, or pass them at the first instant after a gap. */
    private static Watch times(Predicate<LocalDateTime> label) {
        return hands -> {
            for (LocalDateTime each : hands.passed()) {
                if (label.test(each)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Whatever the hands show at this minute, as often as they show it. */
    private static Watch shown(Predicate<LocalDateTime> label) {
        return hands -> label.test(hands.now());
    }

    /** Counts minutes from the moment at which the hands reach or pass the anchor. */
    private static Watch interval(int minutes, String anchor) {
        LocalTime begin = LocalTime.parse(anchor);
        int[] count = {Integer.MIN_VALUE};
        return hands -> {
            count[0] = hands.pass(begin) ? 0 : count[0] + 1;
            return count[0] >= 0 && count[0] % minutes == 0;
        };
    }

    /** Open from the moment at which the hands reach or pass one time until they reach or pass the other. */
    private static Watch window(String from, String to, Watch inner) {
        LocalTime begin = LocalTime.parse(from);
        LocalTime end = LocalTime.parse(to);
        boolean[] open = {false};
        return hands -> {
            if (hands.pass(end)) {
                open[0] = false;
            }
            if (hands.pass(begin)) {
                open[0] = true;
                // A gap may swallow the whole window.
                if (hands.pass(end) && begin.isBefore(end)) {
                    open[0] = false;
                }
            }
            return inner.test(hands) && open[0];
        };
    }

    private static Watch closed(String from, String to, Watch inner) {
        Watch closed = window(from, to, hands -> true);
        return hands -> {
            boolean isClosed = closed.test(hands);
            return inner.test(hands) && !isClosed;
        };
    }

    private static Watch notOn(List<Integer> days, Watch inner) {
        return hands ->
                inner.test(hands) && !days.contains(hands.now().getDayOfWeek().getValue());
    }

    private static Watch from(String start, Watch inner) {
        LocalDateTime begin = LocalDateTime.parse(start);
        return hands -> inner.test(hands) && !hands.now().isBefore(begin);
    }
}
