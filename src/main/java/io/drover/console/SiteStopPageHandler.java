package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Asks for the reason before a site is stopped (PR9). */
final class SiteStopPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SiteStopPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "siteStop", SiteStopPage.of(parts.site(context), "", null, parts));
    }
}
