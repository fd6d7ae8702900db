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
 * @param at null when nothing is, or something stands in its way: a site that is not running promises nothing
 * @param note why there is no time: what would be otherwise, or how a schedule is that has none; null with a time
 */
record NextRun(@Nullable Instant at, @Nullable String note) {

    private record Due(Schedule schedule, Instant at) {

        private boolean isHindered() {
            return schedule.hindrance() != null;
        }
    }

    static NextRun of(Collection<Schedule> schedules, SiteState state, Clock clock, ZoneId zone) {
        Instant now = clock.instant();
        Due next = schedules.stream()
                .flatMap(schedule -> schedule.next(now, zone).stream().map(at -> new Due(schedule, at)))
                .min(Comparator.comparing(Due::isHindered).thenComparing(Due::at))
                .orElse(null);
        if (next == null) {
            return new NextRun(
                    null, schedules.stream().map(NextRun::without).findFirst().orElse(null));
        }
        if (state == SiteState.RUNNING && !next.isHindered()) {
            return new NextRun(next.at(), null);
        }
        String why = state == SiteState.RUNNING
                ? next.schedule().notRun()
                : state.name().toLowerCase(Locale.ROOT);
        return new NextRun(null, "%s, would be %s".formatted(why, next.at().atOffset(ZoneOffset.UTC)));
    }

    private static String without(Schedule schedule) {
        if (!schedule.enabled()) {
            return "disabled";
        }
        return schedule.hindrance() == null ? schedule.timetable().frequency().words() : schedule.notRun();
    }
}
