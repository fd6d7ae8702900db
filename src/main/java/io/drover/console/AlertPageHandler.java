package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows Alerts. */
final class AlertPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    AlertPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        boolean isTested = context.queryParam("notice").contains("test");
        Notice notice = isTested
                ? Notice.of(Mark.DONE, "A test was asked for. The messages below say what became of it.")
                : null;
        parts.pages().show(context, 200, "alerts", AlertPage.of(parts, notice));
    }
}
