package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Asks for the reason before a run is stopped. */
final class RunStopPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    RunStopPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "runStop", RunStopPage.of(parts.run(context), "", null, parts));
    }
}
