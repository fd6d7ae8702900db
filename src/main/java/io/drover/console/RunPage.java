package io.drover.console;

import io.drover.run.Run;
import org.jspecify.annotations.Nullable;

/**
 * The page of one run.
 *
 * @param notice what became of the last click; null when there was none
 */
public record RunPage(
        PageFrame frame, @Nullable Notice notice, RunHead head, RunBox box, RunRowsBox rows, RunLogBox log) {

    static RunPage of(Run run, @Nullable Notice notice, RowQuery query, int after, ConsoleParts parts) {
        RunHead head = RunHead.of(run, parts);
        return new RunPage(
                parts.frame("Run %d, %s".formatted(run.run(), run.title()), run.site()),
                notice,
                head,
                RunBox.of(run, head.hasRows(), parts),
                RunRowsBox.of(run, head.hasRows(), query, parts),
                RunLogBox.of(run, after, parts));
    }

    public String liveLink() {
        return "%s/live?after=%d".formatted(head.link(), log.first() - 1);
    }
}
