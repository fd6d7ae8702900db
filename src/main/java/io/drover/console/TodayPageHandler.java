package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows Today. */
final class TodayPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    TodayPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "today", TodayPage.of(context, parts));
    }
}
