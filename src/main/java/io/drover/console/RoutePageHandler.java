package io.drover.console;

import io.drover.site.RouteSource;
import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows one route file. */
final class RoutePageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    RoutePageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        String name = context.pathParam("route");
        RouteSource source = site.sources()
                .find(name)
                .orElseThrow(() -> new NotFoundException("Site %s has no route '%s'".formatted(site.name(), name)));
        parts.pages().show(context, 200, "route", RoutePage.of(site, source, parts));
    }
}
