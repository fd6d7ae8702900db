package io.drover.console;

import io.drover.run.Run;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Sends those regions of a run's page that have changed, and ends the asking once the run has a result. */
final class RunLiveHandler implements Handler<RoutingContext> {

    /** Tells htmx to stop polling. */
    private static final int LAST = 286;

    private final ConsoleParts parts;

    RunLiveHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Run run = parts.run(context);
        RunHead head = RunHead.of(run, parts);
        RunBox box = RunBox.of(run, head.hasRows(), parts);
        RunLogBox log = RunLogBox.of(run, LogPosition.of(context), parts);
        RunRowsBox rows = RunRowsBox.of(run, head.hasRows(), RowQuery.ALL, parts);
        List<LiveRegion> regions = List.of(ClockBox.now(parts.moments()), head, box, rows, log);
        parts.pages()
                .show(context, box.isEnded() ? LAST : 200, "live", new LivePage(LiveRegion.unseen(context, regions)));
    }
}
