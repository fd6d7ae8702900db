package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows the route files of a site. */
final class RouteListPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    RouteListPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "routes", RouteListPage.of(parts.site(context), parts));
    }
}
