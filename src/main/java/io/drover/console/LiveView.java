package io.drover.console;

import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Finds out what an address shows, and gives the way to look at it again and again. */
@FunctionalInterface
interface LiveView {

    /** @throws NotFoundException when the address names something that is not there */
    Supplier<LivePage> of(RoutingContext context);
}
