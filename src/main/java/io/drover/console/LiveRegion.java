package io.drover.console;

import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of a page that is kept up to date. The browser names the version it has of each; only what differs is sent, so
 * that nothing is replaced under a finger or a focus without need.
 */
public sealed interface LiveRegion
        permits ClockBox,
                FreshnessTable,
                LogBox,
                NeedsBox,
                RunBox,
                RunHead,
                RunLogBox,
                RunRowsBox,
                RunRowsCell,
                RunTimeCell,
                RunningEverywhere,
                RunningTasks,
                ScheduleTable,
                ScheduledTasks,
                StateBox,
                VerdictBox {

    /** Id of the element whose content it is. */
    String id();

    /** Changes whenever the region must be sent again. */
    default String version() {
        return id() + ":" + Integer.toHexString(hashCode());
    }

    /** Those of the regions that the asking browser does not have as they are now. */
    static List<LiveRegion> unseen(RoutingContext context, List<? extends LiveRegion> regions) {
        Set<String> seen = new HashSet<>(context.queryParam("seen"));
        return regions.stream()
                .filter(region -> !seen.contains(region.version()))
                .<LiveRegion>map(region -> region)
                .toList();
    }
}
