package io.drover.console;

import io.drover.node.Node;
import io.drover.run.Run;
import java.util.List;

/**
 * A line of Nodes.
 *
 * @param isSelf whether it is the one that shows the page
 * @param since when it started; of one that is dead, its last sign of life
 */
public record NodeRow(
        String name,
        boolean isSelf,
        String address,
        String version,
        Chip state,
        Moment since,
        String sites,
        List<RunLink> runs) {

    /** A run that it executes. */
    public record RunLink(String text, String link) {}

    static NodeRow of(Node node, boolean isSelf, List<Run> running, Moments moments) {
        return new NodeRow(
                node.name(),
                isSelf,
                node.address(),
                node.version(),
                node.isAlive() ? new Chip(Mark.ON, "Alive") : new Chip(Mark.BAD, "Dead"),
                moments.second(node.isAlive() ? node.startedAt() : node.beatAt()),
                String.join(", ", node.sites()),
                running.stream()
                        .filter(run -> node.name().equals(run.node()))
                        .map(run -> new RunLink("%s (%s)".formatted(run.title(), run.site()), Links.run(run.run())))
                        .toList());
    }
}
