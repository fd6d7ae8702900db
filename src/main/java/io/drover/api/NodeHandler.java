package io.drover.api;

import io.drover.node.Node;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.RunStatus;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The nodes: who is alive, since when, and what it runs. */
final class NodeHandler {

    private final Sites sites;
    private final RunHistory runs;

    NodeHandler(Sites sites, RunHistory runs) {
        this.sites = sites;
        this.runs = runs;
    }

    Answer list(ApiRequest request) {
        List<Run> running = runs.unfinished().stream()
                .filter(run -> run.status() == RunStatus.RUNNING)
                .toList();
        JsonArray list = new JsonArray();
        sites.nodes().forEach(node -> list.add(json(node, running)));
        return Answer.ok(list);
    }

    private JsonObject json(Node node, List<Run> all) {
        JsonArray running = new JsonArray();
        all.stream().filter(run -> node.name().equals(run.node())).forEach(run -> running.add(json(run)));
        return new JsonObject()
                .put("node", node.name())
                .put("address", node.address())
                .put("version", node.version())
                .put("startedAt", node.startedAt().toString())
                .put("beatAt", node.beatAt().toString())
                .put("alive", node.isAlive())
                .put("self", node.name().equals(sites.node()))
                .put("sites", new JsonArray(node.sites()))
                .put("running", running);
    }

    private static JsonObject json(Run run) {
        return new JsonObject()
                .put("run", run.run())
                .put("site", run.site())
                .put("task", run.task())
                .put("title", run.title())
                .put("startedAt", RunJson.text(run.startedAt()));
    }
}
