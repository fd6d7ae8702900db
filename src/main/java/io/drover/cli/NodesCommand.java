package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the processes that share a control database. */
@Command(
        name = "nodes",
        description = "Lists the nodes: the processes of Drover that share one control database.",
        footer = {"", "Example: ./drover nodes"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls run
final class NodesCommand implements Runnable {

    @ParentCommand
    private DroverCommand drover;

    @Mixin
    private Told told;

    @Override
    public void run() {
        JsonArray nodes = drover.client().list("/nodes");
        told.list(nodes, () -> table(nodes));
    }

    private Table table(JsonArray nodes) {
        Table table = new Table("Node", "State", "Since", "Address", "Sites", "Runs");
        for (Object each : nodes) {
            JsonObject node = (JsonObject) each;
            boolean alive = node.getBoolean("alive");
            table.row(
                    node.getString("node"),
                    alive ? "alive" : "dead",
                    Words.time(Instant.parse(node.getString(alive ? "startedAt" : "beatAt")), drover.clock()),
                    node.getString("address"),
                    node.getJsonArray("sites").stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    node.getJsonArray("running").stream()
                            .map(run -> "%s (%s)"
                                    .formatted(
                                            ((JsonObject) run).getString("title"),
                                            ((JsonObject) run).getString("site")))
                            .collect(Collectors.joining(", ")));
        }
        return table;
    }
}
