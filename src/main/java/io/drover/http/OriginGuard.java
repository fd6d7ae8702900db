package io.drover.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a browser sends on behalf of another site's page and that would change something. Programs other
 * than browsers send neither of the two headers and pass.
 */
final class OriginGuard implements Handler<RoutingContext> {

    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    @Override
    public void handle(RoutingContext context) {
        if (HARMLESS.contains(context.request().method()) || isOwn(context)) {
            context.next();
        } else {
            new Problem(403, "A page of another site may not change anything here").send(context);
        }
    }

    private static boolean isOwn(RoutingContext context) {
        String site = context.request().getHeader("Sec-Fetch-Site");
        String origin = context.request().getHeader("Origin");
        return (site == null || OWN_SITES.contains(site))
                && (origin == null || isOwnOrigin(origin, context.request().getHeader("Host")));
    }

    /** The host was found to be ours before, so an origin of the same host and port is ours. */
    private static boolean isOwnOrigin(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
