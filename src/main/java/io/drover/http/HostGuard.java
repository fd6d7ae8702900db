package io.drover.http;

import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Answers only requests that name this server as their host. A web site of somebody else that lets its own name point to
 * this machine (DNS rebinding) gets nothing.
 */
final class HostGuard implements Handler<RoutingContext> {

    private static final Set<String> OWN = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    private final String configured;

    /** @param configured the address to listen on; one that means all addresses admits every numeric host */
    HostGuard(String configured) {
        this.configured = configured.toLowerCase(Locale.ROOT);
    }

    @Override
    public void handle(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        if (authority == null || authority.host() == null) {
            new Problem(400, "The request names no host").send(context);
        } else if (isOwn(authority.host().toLowerCase(Locale.ROOT))) {
            context.next();
        } else {
            new Problem(
                            421,
                            "This server does not answer for the host of this request; set drover.host to the name it is reached by")
                    .send(context);
        }
    }

    private boolean isOwn(String host) {
        return OWN.contains(host) || host.equals(configured) || ALL_ADDRESSES.contains(configured) && isNumeric(host);
    }

    private static boolean isNumeric(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }
}
