package io.drover.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** The two questions of a load balancer. The answers name nothing: whoever may ask them need not be signed in. */
final class Health {

    private volatile BooleanSupplier isReady = () -> false;

    /** @param isReady asked for each request, by the event loop; must not block */
    void readyWhen(BooleanSupplier isReady) {
        this.isReady = isReady;
    }

    void mount(Router router) {
        router.get("/health/live").handler(context -> answer(context, true, "live"));
        router.get("/health/ready").handler(context -> {
            boolean ready = isReady.getAsBoolean();
            answer(context, ready, ready ? "ready" : "not ready");
        });
    }

    private static void answer(RoutingContext context, boolean good, String status) {
        context.response()
                .setStatusCode(good ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end("{\"status\":\"%s\"}".formatted(status));
    }
}
