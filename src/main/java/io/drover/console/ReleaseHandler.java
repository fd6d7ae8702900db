package io.drover.console;

import io.drover.http.Caller;
import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The button Release of a held row. */
final class ReleaseHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ReleaseHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        String task = parts.task(site, context).task().name();
        String id = context.pathParam("id");
        boolean isReleased = id.matches("[0-9]{1,18}")
                && site.heldRows()
                        .release(task, Long.parseLong(id), Caller.OPERATOR)
                        .isPresent();
        parts.pages()
                .go(
                        context,
                        "%s?notice=%s".formatted(Links.task(site.name(), task), isReleased ? "released" : "not-held"));
    }
}
