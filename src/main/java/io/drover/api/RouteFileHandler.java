package io.drover.api;

import io.drover.site.RouteFile;
import io.drover.site.RouteProblem;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Route files of a site: which version of each is in use, and what is wrong with the file as it is now. */
final class RouteFileHandler {

    private final KnownSites sites;

    RouteFileHandler(Sites sites) {
        this.sites = new KnownSites(sites);
    }

    Answer list(ApiRequest request) {
        JsonArray list = new JsonArray();
        sites.ofPath(request).routeFiles().forEach(file -> list.add(json(file)));
        return Answer.ok(list);
    }

    private static JsonObject json(RouteFile file) {
        JsonArray problems = new JsonArray();
        file.problems().forEach(problem -> problems.add(json(problem)));
        return new JsonObject()
                .put("file", file.file())
                .put("task", file.task())
                .put("state", file.state().word())
                .put("loadedAt", RunJson.text(file.loadedAt()))
                .put("problems", problems);
    }

    private static JsonObject json(RouteProblem problem) {
        return new JsonObject().put("line", problem.line()).put("reason", problem.reason());
    }
}
