package io.drover.api;

import static io.drover.api.Endpoint.delete;
import static io.drover.api.Endpoint.get;
import static io.drover.api.Endpoint.post;
import static io.drover.api.Endpoint.put;

import io.drover.alert.Alerts;
import io.drover.fresh.Today;
import io.drover.http.Assets;
import io.drover.http.Problem;
import io.drover.run.RunHistory;
import io.drover.site.Sites;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** All paths of the API. */
public final class ApiRoutes {

    private static final String ROOT = "/api/v1";
    private static final String DESCRIPTION = "/openapi.yaml";
    private static final String OWN = "/io/drover/api/";

    private final List<Endpoint> endpoints;

    /** @param zone of the timetables */
    public ApiRoutes(Sites sites, RunHistory runs, Today today, Alerts alerts, Clock clock, ZoneId zone) {
        SiteHandler site = new SiteHandler(sites);
        RouteFileHandler routeFile = new RouteFileHandler(sites);
        TaskHandler task = new TaskHandler(sites, clock, zone);
        ScheduledTaskHandler scheduled = new ScheduledTaskHandler(sites, clock, zone);
        RunningTaskHandler running = new RunningTaskHandler(sites, runs, clock);
        RunHandler run = new RunHandler(sites, runs);
        RunRowHandler rows = new RunRowHandler(sites, runs);
        WhyHandler why = new WhyHandler(sites, runs);
        HeldRowHandler held = new HeldRowHandler(sites, clock);
        AuditHandler audit = new AuditHandler(sites);
        AlertHandler alert = new AlertHandler(alerts);
        NodeHandler node = new NodeHandler(sites, runs);
        EventHandler events = new EventHandler(sites, runs);
        FreshnessHandler freshness = new FreshnessHandler(sites, today, clock, zone);
        this.endpoints = List.of(
                get("/sites", site::list),
                post("/sites/:site/start", site::start),
                post("/sites/:site/stop", site::stop, "reason"),
                get("/sites/:site/log", site::log, "lines"),
                get("/sites/:site/routes", routeFile::list),
                get("/sites/:site/tasks", task::list),
                post("/sites/:site/tasks/:task/send-all", task::sendAll).with("force"),
                post("/sites/:site/tasks/:task/send-changed", task::sendChanged).with("force"),
                post("/sites/:site/tasks/:task/preview", task::preview).with("mode", "force"),
                post("/sites/:site/tasks/:task/verify", task::verify).with("force"),
                get("/sites/:site/tasks/:task/held-rows", held::list),
                post("/sites/:site/tasks/:task/held-rows", held::hold, "table", "key", "reason", "until"),
                delete("/sites/:site/tasks/:task/held-rows/:id", held::release),
                get("/sites/:site/tasks/:task/why", why::find, "key"),
                get("/scheduled-tasks", scheduled::list, "site"),
                post("/scheduled-tasks", scheduled::add, "site", "task", "mode", "schedule", "comments", "node")
                        .withFlag("enabled"),
                get("/scheduled-tasks/next", scheduled::next, "site", "schedule", "task"),
                get("/scheduled-tasks/:id", scheduled::find),
                put("/scheduled-tasks/:id", scheduled::edit, "schedule", "comments", "node", "reason")
                        .withFlag("enabled"),
                delete("/scheduled-tasks/:id", scheduled::remove),
                get("/running-tasks", running::list, "site"),
                post("/running-tasks/:run/stop", running::stop, "reason"),
                get("/runs", run::list, "site", "task", "purpose", "result", "from", "to", "before", "limit"),
                delete("/runs", run::deleteAll).with("site", "task", "purpose", "result", "from", "to", "before"),
                get("/runs.csv", run::csv, "site", "task", "purpose", "result", "from", "to", "before"),
                get("/runs/:run", run::find),
                delete("/runs/:run", run::delete),
                post("/runs/:run/again", run::again).with("force"),
                post("/runs/:run/confirm", run::confirm, "reason").with("force"),
                post("/runs/:run/undo", run::undo, "reason"),
                get("/runs/:run/log", run::log, "after", "limit"),
                get("/events", events::stream, "site"),
                get("/freshness", freshness::list, "site"),
                get("/alerts", alert::list),
                post("/alerts/test", alert::test),
                get("/nodes", node::list),
                get("/audit", audit::list, "site", "who", "what", "from", "to", "before", "limit"),
                get("/audit.csv", audit::csv, "site", "who", "what", "from", "to", "before"),
                get("/runs/:run/rows", rows::list, "table", "fate", "attention", "key", "after", "limit"),
                get("/runs/:run/rows.csv", rows::csv, "table", "fate", "attention", "key"));
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Adds the API and its description to the server's routes. */
    public void mount(Router router) {
        endpoints.forEach(endpoint -> mount(router, endpoint));
        endpoints.stream().map(Endpoint::path).distinct().forEach(path -> mountRefusal(router, path));
        Assets description = new Assets()
                .with("openapi.yaml", "application/yaml; charset=utf-8", DESCRIPTION)
                .with("docs", Assets.HTML, OWN + "docs.html");
        router.get("/api/:file").handler(description);
        router.get("/api/docs/:file").handler(docs());
        router.route("/api/*")
                .handler(context -> new Problem(404, "The API has no such path; /api/openapi.yaml lists those it has")
                        .send(context));
    }

    private static void mount(Router router, Endpoint endpoint) {
        var route = router.route(ROOT + endpoint.path());
        endpoint.methods().forEach(route::method);
        // Not one after the other: a stop must never wait behind a slow request of the same connection.
        route.blockingHandler(context -> answer(context, endpoint), false);
    }

    private static void answer(RoutingContext context, Endpoint endpoint) {
        try {
            AnswerSending.send(context, endpoint.action().answer(ApiRequest.read(context, endpoint)));
        } catch (RuntimeException e) {
            ApiFailure.send(context, e);
        }
    }

    /** The path is right, so the method is not. */
    private void mountRefusal(Router router, String path) {
        String allowed = endpoints.stream()
                .filter(endpoint -> endpoint.path().equals(path))
                .flatMap(endpoint -> endpoint.methods().stream())
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
        router.route(ROOT + path).handler(context -> {
            context.response().putHeader("Allow", allowed);
            new Problem(405, "This path takes " + allowed).send(context);
        });
    }

    /** What the page that shows the description is made of. */
    private static Assets docs() {
        String swagger = Assets.WEBJARS + "swagger-ui/5.34.1/";
        return new Assets()
                .with("docs.js", Assets.SCRIPT, OWN + "docs.js")
                .with("swagger-ui.css", Assets.SHEET, swagger + "swagger-ui.css")
                .with("swagger-ui-bundle.js", Assets.SCRIPT, swagger + "swagger-ui-bundle.js");
    }
}
