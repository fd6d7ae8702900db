package io.drover.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Web hooks: a route file that begins with {@code platform-http:/path} answers under {@code /hooks/SITE/path}, on the
 * same port and behind the same guards as everything else. Only while its route is started; 404 else.
 */
public final class Hooks {

    /** Only a part of bean names: Camel never opens a port here. */
    private static final int NAMED_PORT = 8080;

    private final Vertx vertx;
    private final Router router;

    Hooks(Vertx vertx) {
        this.vertx = vertx;
        this.router = Router.router(vertx);
        router.route()
                .last()
                .handler(context -> new Problem(404, "No route of a running site answers this hook").send(context));
    }

    /** The beans that let the routes of a site take requests; to be asked for once per site. */
    public Map<String, Object> beans(String site) {
        Router ofSite = Router.router(vertx);
        router.route("/" + site + "/*").subRouter(ofSite);
        return Map.of(
                VertxPlatformHttpRouter.getRouterNameFromPort(NAMED_PORT),
                new HookRouter(vertx, ofSite),
                PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
                new HookEngine());
    }

    void mount(Router root) {
        root.route("/hooks/*").subRouter(router);
    }

    /** A router whose requests have their body read already. */
    private static final class HookRouter extends VertxPlatformHttpRouter {

        @SuppressWarnings("NullAway") // the server is asked for its port only, which the engine knows
        HookRouter(Vertx vertx, Router router) {
            super(null, vertx, router, VertxPlatformHttpRouter.getRouterNameFromPort(NAMED_PORT));
        }

        @Override
        public Handler<RoutingContext> bodyHandler() {
            return RoutingContext::next;
        }
    }

    private static final class HookEngine extends VertxPlatformHttpEngine {

        @Override
        public int getServerPort() {
            return NAMED_PORT;
        }
    }
}
