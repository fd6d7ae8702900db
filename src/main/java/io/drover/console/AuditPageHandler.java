package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows the Audit. */
final class AuditPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    AuditPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "audit", AuditPage.of(AuditQuery.of(context), parts));
    }
}
