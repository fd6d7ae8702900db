package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunProgress;
import io.drover.run.RunStatus;
import io.drover.site.Sites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How far a running task is.
 *
 * @param done rows read
 * @param expected rows that it will read; 0 where that is not known or was wrong, and no bar can be drawn
 */
public record RunRowsCell(long run, String words, long done, long expected) implements LiveRegion {

    static RunRowsCell of(Run run, Sites sites) {
        return Objects.requireNonNull(of(List.of(run), sites).get(run.run()));
    }

    /** The same of many, by the number of the run. */
    static Map<Long, RunRowsCell> of(Collection<Run> runs, Sites sites) {
        Map<Long, RunProgress.Moment> progress = sites.progress(runs);
        return runs.stream()
                .collect(Collectors.toMap(
                        Run::run,
                        run -> of(run, progress.getOrDefault(run.run(), RunProgress.Moment.NONE), sites.node())));
    }

    private static RunRowsCell of(Run run, RunProgress.Moment moment, String self) {
        long guess = Objects.requireNonNullElse(moment.rowsExpected(), 0L);
        long expected = guess >= moment.rowsDone() ? guess : 0;
        List<String> parts = parts(moment, expected);
        if (run.node() != null
                && run.status() == RunStatus.RUNNING
                && !run.node().equals(self)) {
            parts.add("at node " + run.node());
        }
        return new RunRowsCell(run.run(), String.join(" · ", parts), moment.rowsDone(), expected);
    }

    private static List<String> parts(RunProgress.Moment moment, long expected) {
        List<String> parts = new ArrayList<>();
        if (moment.rowsDone() > 0) {
            String of = expected > 0 ? "%s of about %s rows read" : "%s rows read";
            parts.add(of.formatted(RunWords.number(moment.rowsDone()), RunWords.number(expected)));
        }
        if (moment.rowsPerSecond() > 0) {
            parts.add(RunWords.number(moment.rowsPerSecond()) + " a second");
        }
        if (moment.secondsLeft() != null) {
            parts.add(Moments.elapsed(Duration.ofSeconds(moment.secondsLeft())) + " left");
        }
        if (!moment.step().isEmpty()) {
            parts.add(moment.step());
        }
        return parts;
    }

    @Override
    public String id() {
        return "run-rows-" + run;
    }
}
