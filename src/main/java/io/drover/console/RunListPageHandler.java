package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Shows the last 100 runs of a site, newest first. */
final class RunListPageHandler implements Handler<RoutingContext> {

    private static final int ROWS = 100;

    private final ConsoleParts parts;

    RunListPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        RunFilter filter = new RunFilter(site.name(), null, null, null, null, ROWS);
        Set<String> rowTasks = ConsoleParts.rowTasks(site.tasks());
        RunListPage page = new RunListPage(
                parts.frame("Results", site.name()),
                parts.runs().list(filter).stream()
                        .map(run -> RunRow.of(run, hasRows(run, rowTasks), parts.moments()))
                        .toList());
        parts.pages().show(context, 200, "results", page);
    }

    /** A run that wrote rows shows them even when its task is gone by now. */
    private static boolean hasRows(Run run, Set<String> rowTasks) {
        return run.counts().read() > 0 || rowTasks.contains(run.task());
    }
}
