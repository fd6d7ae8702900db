package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;

/** The last twelve hours, which Today takes in once it is there: the page itself does not wait for them. */
final class NightHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    NightHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Collection<Site> sites =
                ConsoleParts.asked(context, "site").isEmpty() ? parts.sites().all() : List.of(parts.askedSite(context));
        parts.pages().show(context, 200, "night", NightBox.of(sites, parts));
    }
}
