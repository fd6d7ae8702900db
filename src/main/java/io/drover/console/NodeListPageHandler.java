package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Shows the nodes: who is alive, since when, and what it runs. */
final class NodeListPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    NodeListPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        List<Run> running = parts.runs().unfinished().stream()
                .filter(run -> run.status() == RunStatus.RUNNING)
                .toList();
        String self = parts.sites().node();
        NodeListPage page = new NodeListPage(
                parts.frame("Nodes", null),
                parts.sites().nodes().stream()
                        .map(node -> NodeRow.of(node, node.name().equals(self), running, parts.moments()))
                        .toList());
        parts.pages().show(context, 200, "nodes", page);
    }
}
