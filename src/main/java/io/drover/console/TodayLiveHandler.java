package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Sends those regions of Today that have changed, and the title of its tab. */
final class TodayLiveHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    TodayLiveHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        TodayPage page = TodayPage.of(context, parts);
        LivePage live = new LivePage(
                LiveRegion.unseen(context, page.regions()), page.frame().tabTitle());
        parts.pages().show(context, 200, "live", live);
    }
}
