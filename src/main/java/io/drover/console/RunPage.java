package io.drover.console;

import io.drover.run.Run;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;
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

    static Supplier<LivePage> live(RoutingContext context, ConsoleParts parts) {
        long number = parts.run(context).run();
        int after = LogPosition.of(context);
        return () -> parts.runs()
                .find(number)
                .map(run -> live(run, after, parts))
                .orElseGet(() -> new LivePage(List.of(), null, true));
    }

    private static LivePage live(Run run, int after, ConsoleParts parts) {
        RunHead head = RunHead.of(run, parts);
        RunBox box = RunBox.of(run, head.hasRows(), parts);
        RunLogBox log = RunLogBox.of(run, after, parts);
        RunRowsBox rows = RunRowsBox.of(run, head.hasRows(), RowQuery.ALL, parts);
        return new LivePage(List.of(ClockBox.now(parts.moments()), head, box, rows, log), null, box.isEnded());
    }

    public String liveLink() {
        return link("live");
    }

    public String streamLink() {
        return link("stream");
    }

    private String link(String what) {
        return "%s/%s?after=%d".formatted(head.link(), what, log.first() - 1);
    }
}
