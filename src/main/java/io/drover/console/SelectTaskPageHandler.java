package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows Select Task (IB6). */
final class SelectTaskPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SelectTaskPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "selectTask", SelectTaskPage.of(parts.askedSite(context), null, parts));
    }
}
