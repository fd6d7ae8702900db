package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Shows the columns that a task brings to each table. The page of the task takes them in when they are there: it does not
 * wait for a database that does not answer.
 */
final class CarriedPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    CarriedPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        parts.pages().show(context, 200, "columns", CarriedPage.of(site, parts.definition(site, context), parts));
    }
}
