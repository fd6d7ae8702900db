package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows what the tasks of a site have done and will do. */
final class TimelinePageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    TimelinePageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.askedSite(context);
        TimelineQuery query = TimelineQuery.of(site.name(), context);
        parts.pages().show(context, 200, "timeline", TimelinePage.of(site, query, parts));
    }
}
