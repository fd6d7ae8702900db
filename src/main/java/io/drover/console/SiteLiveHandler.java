package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Sends those regions of a site's page that have changed. */
final class SiteLiveHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SiteLiveHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        SiteRegions regions = SiteRegions.of(parts.site(context), parts);
        parts.pages().show(context, 200, "live", new LivePage(LiveRegion.unseen(context, regions.all())));
    }
}
