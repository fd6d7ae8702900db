package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunningRun;
import io.drover.site.Site;

/** How far a running task is. */
public record RunRowsCell(long run, String words) implements LiveRegion {

    static RunRowsCell of(Run run, Site site) {
        String words = site.executor()
                .running(run.run())
                .map(RunningRun::rowsRead)
                .map(rows -> rows == 0 ? "" : RunWords.number(rows) + " rows read")
                .orElse("");
        return new RunRowsCell(run.run(), words);
    }

    @Override
    public String id() {
        return "run-rows-" + run;
    }
}
