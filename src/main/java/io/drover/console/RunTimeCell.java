package io.drover.console;

import io.drover.run.Run;
import java.time.Instant;

/** Run Time of a running task: when it started, and for how long it has been running (decision 12). */
public record RunTimeCell(long run, Moment started, String elapsed) implements LiveRegion {

    static RunTimeCell of(Run run, Moments moments) {
        Instant started = run.startedAt() == null ? run.requestedAt() : run.startedAt();
        return new RunTimeCell(run.run(), moments.second(started), Moments.elapsed(run.runTime(moments.now())));
    }

    @Override
    public String id() {
        return "run-time-" + run;
    }
}
