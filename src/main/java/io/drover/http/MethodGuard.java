package io.drover.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Refuses TRACE, CONNECT and invented methods. */
final class MethodGuard implements Handler<RoutingContext> {

    private static final List<String> KNOWN = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (KNOWN.contains(method.name())) {
            context.next();
        } else {
            context.response().putHeader("Allow", String.join(", ", KNOWN));
            new Problem(405, "This method is not known here").send(context);
        }
    }
}
