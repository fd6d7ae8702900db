package io.drover.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** Parts of timetables as route files write them. */
final class Words {

    private Words() {}

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 3600 == 0) {
            return amount(seconds / 3600, "hour");
        }
        return seconds % 60 == 0 ? amount(seconds / 60, "minute") : amount(seconds, "second");
    }

    private static String amount(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    static String days(Collection<DayOfWeek> days) {
        return days.stream().sorted().map(Words::day).collect(Collectors.joining(","));
    }

    static String day(DayOfWeek day) {
        return day.name().substring(0, 3);
    }
}
