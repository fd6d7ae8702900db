package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Sends those regions of a page that have changed since the asking browser saw it: for browsers that get no stream, and once
 * before it begins.
 */
final class LiveHandler implements Handler<RoutingContext> {

    /** Tells the browser to ask no more. */
    private static final int LAST = 286;

    private final LiveView view;
    private final ConsoleParts parts;

    LiveHandler(LiveView view, ConsoleParts parts) {
        this.view = view;
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        LivePage page = view.of(context).get();
        Set<String> seen = Set.copyOf(context.queryParam("seen"));
        parts.pages().show(context, page.isLast() ? LAST : 200, "live", page.without(seen));
    }
}
