package io.drover.api;

import io.drover.schedule.Schedule;
import io.drover.site.SiteState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When something is due next.
 *
 * @param at null when nothing is, or the site is not running and so promises nothing
 * @param note why there is no time: what would be if the site ran, or how a schedule is that has none; null with a time
 */
record NextRun(@Nullable Instant at, @Nullable String note) {

    static NextRun of(Collection<Schedule> schedules, SiteState state, Clock clock, ZoneId zone) {
        Instant now = clock.instant();
        Instant next = schedules.stream()
                .flatMap(schedule -> schedule.next(now, zone).stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (next == null) {
            return new NextRun(
                    null, schedules.stream().map(NextRun::without).findFirst().orElse(null));
        }
        if (state == SiteState.RUNNING) {
            return new NextRun(next, null);
        }
        String word = state.name().toLowerCase(Locale.ROOT);
        return new NextRun(null, "%s, would be %s".formatted(word, next.atOffset(ZoneOffset.UTC)));
    }

    private static String without(Schedule schedule) {
        return schedule.enabled() ? schedule.timetable().frequency().words() : "disabled";
    }
}
