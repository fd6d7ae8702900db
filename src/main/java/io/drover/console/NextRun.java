package io.drover.console;

import io.drover.schedule.Schedule;
import io.drover.site.SiteState;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule rings next. Where something stands in its way, such as a site that does not run, it says so first,
 * because no next run is a promise then.
 *
 * @param before words before the time
 * @param after words after the time
 * @param note how far away it is; empty when it is no promise
 */
public record NextRun(Instant due, String before, Moment at, String after, String note) {

    /** Null where nothing is due: {@link #without} says why. */
    static @Nullable NextRun of(Schedule schedule, SiteState state, Moments moments) {
        Instant next = schedule.next(moments.now(), moments.zoneId()).orElse(null);
        if (next == null) {
            return null;
        }
        Moment at = moments.minute(next);
        if (state == SiteState.RUNNING && schedule.hindrance() == null) {
            return new NextRun(next, "", at, "", moments.ahead(next));
        }
        String why =
                state == SiteState.RUNNING ? schedule.notRun() : state.name().toLowerCase(Locale.ROOT);
        return new NextRun(next, why + " (would be ", at, ")", "");
    }

    /** False where something stands in its way. */
    boolean isPromise() {
        return !note.isEmpty();
    }

    /** What stands in the place of a next run that is not foreseen. */
    static String without(Schedule schedule) {
        if (!schedule.enabled()) {
            return "disabled";
        }
        if (schedule.hindrance() != null) {
            return schedule.notRun();
        }
        if (schedule.timetable().isContinuous()) {
            return "after the end of its run";
        }
        return schedule.timetable().frequency().hasTimes()
                ? "none"
                : schedule.timetable().frequency().words();
    }
}
