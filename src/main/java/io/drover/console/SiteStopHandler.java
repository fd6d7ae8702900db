package io.drover.console;

import io.drover.http.Caller;
import io.drover.site.IllegalMoveException;
import io.drover.site.InvalidReasonException;
import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The button Stop Site of the page Confirm Service Stop. */
final class SiteStopHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SiteStopHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        String reason = context.request().formAttributes().get("reason");
        String typed = reason == null ? "" : reason;
        try {
            site.stop(Caller.OPERATOR, typed);
        } catch (InvalidReasonException e) {
            parts.pages().show(context, 400, "siteStop", SiteStopPage.of(site, typed, e.getMessage(), parts));
            return;
        } catch (IllegalMoveException e) {
            parts.pages().show(context, 409, "site", SitePage.of(site, Notice.refused(e), parts));
            return;
        }
        parts.pages().go(context, SiteNotices.stopped(site.name()));
    }
}
