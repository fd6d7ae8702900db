package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Leads from the address of a site to its Results. */
final class SiteRunsHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SiteRunsHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().go(context, Links.runs(parts.site(context).name()));
    }
}
