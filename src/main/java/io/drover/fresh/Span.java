package io.drover.fresh;

import java.time.Duration;

/** A length of time in words. */
public final class Span {

    private Span() {}

    /** To the minute, in the two largest units: {@code 2 h 41 m}. */
    public static String words(Duration time) {
        long minutes = time.toMinutes();
        if (minutes == 0) {
            return "under 1 m";
        }
        if (minutes < 60) {
            return minutes + " m";
        }
        long hours = minutes / 60;
        return hours < 48 ? pair(hours, "h", minutes % 60, "m") : pair(hours / 24, "d", hours % 24, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0
                ? "%d %s".formatted(large, largeUnit)
                : "%d %s %d %s".formatted(large, largeUnit, small, smallUnit);
    }
}
