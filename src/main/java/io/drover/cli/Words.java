package io.drover.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and texts as a person reads them in a terminal. */
final class Words {

    private static final DateTimeFormatter THIS_WEEK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.US);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm", Locale.US);
    private static final Duration WEEK = Duration.ofDays(6);

    private Words() {}

    /** Day and time in the clock's zone; the date where the day of the week would not be clear. */
    static String time(Instant at, Clock clock) {
        ZonedDateTime local = at.atZone(clock.getZone());
        boolean recent = Duration.between(at, clock.instant()).abs().compareTo(WEEK) < 0;
        return (recent ? THIS_WEEK : EARLIER).format(local);
    }

    /** A word of the API in a sentence. */
    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** The two largest units: {@code 2 h 41 m}. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 48 * 3600) {
            return pair(seconds / 3600, "h", seconds / 60 % 60, "m");
        }
        return pair(seconds / 86400, "d", seconds / 3600 % 24, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0
                ? "%d %s".formatted(large, largeUnit)
                : "%d %s %d %s".formatted(large, largeUnit, small, smallUnit);
    }
}
