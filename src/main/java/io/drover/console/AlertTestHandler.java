package io.drover.console;

import io.drover.config.DroverException;
import io.drover.http.Caller;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The button Send a test. */
final class AlertTestHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    AlertTestHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        try {
            parts.alerts().test(Caller.OPERATOR);
            parts.pages().go(context, "/alerts?notice=test");
        } catch (DroverException e) {
            parts.pages().show(context, 409, "alerts", AlertPage.of(parts, Notice.refused(e)));
        }
    }
}
