package io.drover.console;

import io.drover.site.Site;
import io.drover.site.TaskView;
import java.util.ArrayList;
import java.util.List;

/** The live regions of a site's page. */
public record SiteRegions(ClockBox clock, StateBox state, ScheduledTasks scheduled, RunningTasks running, LogBox log) {

    static SiteRegions of(Site site, ConsoleParts parts) {
        Moments moments = parts.moments();
        List<TaskView> tasks = site.tasks();
        return new SiteRegions(
                ClockBox.now(moments),
                StateBox.of(site, moments),
                ScheduledTasks.of(site, tasks, moments),
                RunningTasks.of(site, tasks, parts),
                LogBox.of(site));
    }

    /** Tables before the cells inside them: a cell can be replaced only once its row is there. */
    List<LiveRegion> all() {
        List<LiveRegion> all = new ArrayList<>(List.of(clock, state, scheduled, running));
        running.running().forEach(row -> {
            all.add(row.runTime());
            all.add(row.rows());
        });
        all.add(log);
        return all;
    }
}
