package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Asks before one result, or all that a list shows, is deleted. */
final class ResultDeletePageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ResultDeletePageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        String run = ConsoleParts.asked(context, "run");
        ResultDeletePage page = run.isEmpty()
                ? ResultDeletePage.of(RunListQuery.of(context).olderThan(0), parts)
                : ResultDeletePage.of(parts.run(run), parts);
        parts.pages().show(context, 200, "resultDelete", page);
    }
}
