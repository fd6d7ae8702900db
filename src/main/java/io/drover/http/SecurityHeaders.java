package io.drover.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Puts the headers that keep a browser safe on every response. A handler may loosen {@code Cache-Control} only. */
final class SecurityHeaders implements Handler<RoutingContext> {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Not no-referrer: with that a browser posts even our own forms with the origin null, which OriginGuard refuses. */
    private static final String REFERRER_POLICY = "same-origin";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", REFERRER_POLICY,
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control", "no-store");

    @Override
    public void handle(RoutingContext context) {
        put(context.response());
        context.next();
    }

    static void put(HttpServerResponse response) {
        HEADERS.forEach(response::putHeader);
    }
}
