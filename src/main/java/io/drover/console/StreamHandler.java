package io.drover.console;

import io.drover.http.EventStream;
import io.drover.http.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Opens the stream that keeps a page up to date. */
final class StreamHandler implements Handler<RoutingContext> {

    private final LiveView view;
    private final LiveStreams streams;

    StreamHandler(LiveView view, LiveStreams streams) {
        this.view = view;
        this.streams = streams;
    }

    @Override
    public void handle(RoutingContext context) {
        Supplier<LivePage> page = view.of(context);
        if (streams.areFull()) {
            context.response().putHeader("Retry-After", "30");
            new Problem(503, "Too many pages are open; this one asks instead of being told").send(context);
        } else {
            streams.open(context.request().uri(), page, EventStream.open(context.response()));
        }
    }
}
