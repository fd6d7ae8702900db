package io.drover.console;

import io.drover.console.RunAskPage.Form;
import io.drover.run.Run;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Asks for the reason before a run is undone, or a removal confirmed. */
final class RunAskPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final Page page;

    @FunctionalInterface
    interface Page {
        RunAskPage of(Run run, Form form, ConsoleParts parts);
    }

    RunAskPageHandler(ConsoleParts parts, Page page) {
        this.parts = parts;
        this.page = page;
    }

    @Override
    public void handle(RoutingContext context) {
        parts.pages().show(context, 200, "runAsk", page.of(parts.run(context), Form.EMPTY, parts));
    }
}
