package io.drover.console;

import io.drover.run.RunStore;
import io.drover.send.Mode;
import io.drover.site.Sites;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneId;

/**
 * Every address of the console. Whoever mounts them has put a body handler, the security headers and the check against
 * posts of other origins in front.
 */
public final class ConsoleRoutes {

    private final ConsoleParts parts;

    /** @param zone in which all pages show times */
    public ConsoleRoutes(Sites sites, RunStore runs, Clock clock, ZoneId zone) {
        this.parts = new ConsoleParts(sites, runs, new Moments(clock, zone), new Pages());
    }

    public void mount(Router router) {
        get(router, "/", new SiteChoiceHandler(parts));
        get(router, "/sites", new SiteChoiceHandler(parts));
        get(router, "/sites/:site", new SitePageHandler(parts));
        get(router, "/sites/:site/live", new SiteLiveHandler(parts));
        post(router, "/sites/:site/start", new SiteStartHandler(parts));
        get(router, "/sites/:site/stop", new SiteStopPageHandler(parts));
        post(router, "/sites/:site/stop", new SiteStopHandler(parts));
        post(router, "/sites/:site/tasks/:task/send-all", new TaskSendHandler(parts, Mode.ALL));
        post(router, "/sites/:site/tasks/:task/send-changed", new TaskSendHandler(parts, Mode.CHANGED));
        get(router, "/sites/:site/runs", new RunListPageHandler(parts));
        get(router, "/runs/:run", new RunPageHandler(parts));
        get(router, "/runs/:run/live", new RunLiveHandler(parts));
        get(router, "/runs/:run/stop", new RunStopPageHandler(parts));
        post(router, "/runs/:run/stop", new RunStopHandler(parts));
        router.get("/assets/:file").handler(new AssetHandler());
    }

    private void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).blockingHandler(handler, false).failureHandler(new FailureHandler(parts));
    }

    private void post(Router router, String path, Handler<RoutingContext> handler) {
        router.post(path).blockingHandler(handler, false).failureHandler(new FailureHandler(parts));
    }
}
