package io.drover.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/** What a time on the wall means on the days on which the clocks change. */
final class WallClock {

    private WallClock() {}

    /**
     * The instant of a local time. One that a change of clocks leaves out is the first instant after the gap; of one that
     * comes twice it is the first.
     */
    static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** The beginning of a day, unless the clocks went back over it and the given instant is past its first occurrence. */
    static Instant laterOf(Instant instant, LocalDate day, ZoneId zone) {
        Instant begin = instant(day.atStartOfDay(), zone);
        return begin.isAfter(instant) ? begin : instant;
    }
}
