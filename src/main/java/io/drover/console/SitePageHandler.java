package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Shows a site: its state, Scheduled Tasks, Running Tasks and event log. */
final class SitePageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SitePageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        Notice notice = new SiteNotices(parts, site).find(context).orElse(null);
        parts.pages().show(context, 200, "site", SitePage.of(site, notice, parts));
    }
}
