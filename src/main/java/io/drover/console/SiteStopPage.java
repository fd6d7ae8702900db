package io.drover.console;

import io.drover.site.Site;
import org.jspecify.annotations.Nullable;

/**
 * Confirm Service Stop.
 *
 * @param problem why the reason was refused; null when none was given yet
 * @param reason the text as it was typed
 * @param next the earliest scheduled run that would not happen; null when there is none
 */
public record SiteStopPage(
        PageFrame frame,
        StateBox state,
        RunningTasks runs,
        int schedules,
        @Nullable TaskRow next,
        String reason,
        @Nullable String problem) {

    static SiteStopPage of(Site site, String reason, @Nullable String problem, ConsoleParts parts) {
        SiteRegions regions = SiteRegions.of(site, parts);
        return new SiteStopPage(
                parts.frame("Confirm Service Stop", site.name()),
                regions.state(),
                regions.running(),
                regions.scheduled().scheduled().size(),
                regions.scheduled().earliest(),
                reason,
                problem);
    }

    public String scheduleCount() {
        return schedules == 1 ? "1 schedule does not ring" : schedules + " schedules do not ring";
    }
}
