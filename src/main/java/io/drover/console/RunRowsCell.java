package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunProgress;
import io.drover.run.RunningRun;
import io.drover.site.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How far a running task is.
 *
 * @param done rows read
 * @param expected rows that it will read; 0 where that is not known or was wrong, and no bar can be drawn
 */
public record RunRowsCell(long run, String words, long done, long expected) implements LiveRegion {

    static RunRowsCell of(Run run, Site site) {
        RunProgress.Moment moment = site.executor()
                .running(run.run())
                .map(RunningRun::progress)
                .map(RunProgress::moment)
                .orElse(RunProgress.Moment.NONE);
        long guess = Objects.requireNonNullElse(moment.rowsExpected(), 0L);
        long expected = guess >= moment.rowsDone() ? guess : 0;
        return new RunRowsCell(run.run(), words(moment, expected), moment.rowsDone(), expected);
    }

    private static String words(RunProgress.Moment moment, long expected) {
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
        return String.join(" · ", parts);
    }

    @Override
    public String id() {
        return "run-rows-" + run;
    }
}
