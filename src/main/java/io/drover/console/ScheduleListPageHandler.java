package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;

/** Shows Scheduled Tasks of one site or of all of them (IB3, IB4). */
final class ScheduleListPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ScheduleListPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        ScheduleQuery query = ScheduleQuery.of(context);
        Notice notice = new ScheduleNotices(parts).find(context).orElse(null);
        ScheduleListPage page = ScheduleListPage.of(sites(context, query, parts), query, notice, parts);
        parts.pages().show(context, 200, "scheduledTasks", page);
    }

    static Collection<Site> sites(RoutingContext context, ScheduleQuery query, ConsoleParts parts) {
        return query.site().isEmpty() ? parts.sites().all() : List.of(parts.askedSite(context));
    }
}
