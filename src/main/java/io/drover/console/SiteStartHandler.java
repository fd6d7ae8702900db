package io.drover.console;

import io.drover.http.Caller;
import io.drover.site.IllegalMoveException;
import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The button Start Site. */
final class SiteStartHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SiteStartHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        try {
            site.start(Caller.OPERATOR);
        } catch (IllegalMoveException e) {
            parts.pages().show(context, 409, "site", SitePage.of(site, Notice.refused(e), parts));
            return;
        }
        parts.pages().go(context, SiteNotices.started(site.name()));
    }
}
