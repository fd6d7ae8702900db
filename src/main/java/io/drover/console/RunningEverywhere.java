package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.site.Site;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Running Tasks of all sites. */
public record RunningEverywhere(List<SiteRow> rows) implements LiveRegion {

    /** A running task and its site. */
    public record SiteRow(String site, RunningRow row) {}

    static RunningEverywhere of(Collection<Site> sites, ConsoleParts parts) {
        List<Run> running = parts.runs().unfinished().stream()
                .filter(run -> run.status() == RunStatus.RUNNING)
                .toList();
        Map<Long, RunRowsCell> rows = RunRowsCell.of(running, parts.sites());
        return new RunningEverywhere(sites.stream()
                .flatMap(site -> running.stream()
                        .filter(run -> run.site().equals(site.name()))
                        .map(run -> new SiteRow(
                                site.name(), RunningTasks.running(run, hasRows(run, site), rows, parts.moments()))))
                .toList());
    }

    private static boolean hasRows(Run run, Site site) {
        return site.definitions().stream().anyMatch(task -> task.name().equals(run.task()) && task.isSendable());
    }

    @Override
    public String id() {
        return "running-everywhere";
    }

    /** Counts only who runs: times and rows are regions of their own, so that the buttons stay in place. */
    @Override
    public String version() {
        return id() + ":"
                + Integer.toHexString(
                        rows.stream().map(each -> each.row().run()).toList().hashCode());
    }
}
