package io.drover.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Refuses requests that a proxy in front could read otherwise than this server does: a second host, or a body whose end
 * is told in a way not every server knows. The connection ends with them, because what follows may be part of the body.
 */
final class FramingGuard implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.request().headers();
        List<String> encodings = headers.getAll("Transfer-Encoding");
        boolean isKnown =
                encodings.isEmpty() || encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
        if (isKnown && headers.getAll("Host").size() <= 1) {
            context.next();
        } else {
            context.response().putHeader("Connection", "close");
            context.addEndHandler(sent -> context.request().connection().close());
            new Problem(400, "The request can be read in more than one way").send(context);
        }
    }
}
