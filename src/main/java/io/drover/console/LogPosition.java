package io.drover.console;

import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Reads from an address after which line of a run's log to go on; anything that is no number is the beginning. */
final class LogPosition {

    private LogPosition() {}

    static int of(RoutingContext context) {
        List<String> after = context.queryParam("after");
        return !after.isEmpty() && after.get(0).matches("[0-9]{1,9}") ? Integer.parseInt(after.get(0)) : 0;
    }
}
