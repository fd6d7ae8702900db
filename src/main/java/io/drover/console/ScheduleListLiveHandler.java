package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Sends what has changed of Scheduled Tasks. */
final class ScheduleListLiveHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ScheduleListLiveHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        ScheduleQuery query = ScheduleQuery.of(context);
        ScheduleTable table = ScheduleTable.of(ScheduleListPageHandler.sites(context, query, parts), query, parts);
        List<LiveRegion> regions = List.of(ClockBox.now(parts.moments()), table);
        parts.pages().show(context, 200, "live", new LivePage(LiveRegion.unseen(context, regions)));
    }
}
