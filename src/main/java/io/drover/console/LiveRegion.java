package io.drover.console;

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
}
