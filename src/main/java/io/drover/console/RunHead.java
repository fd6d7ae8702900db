package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import java.util.Set;

/**
 * What a run is and what became of it, with the button that ends it.
 *
 * @param mode in words; just "Run" for a task without rows
 * @param message what a person should know of the result; empty while there is none
 */
public record RunHead(
        long run, String site, String title, boolean hasRows, String mode, Chip state, String message, boolean canStop)
        implements LiveRegion {

    static RunHead of(Run run, ConsoleParts parts) {
        Set<String> rowTasks = ConsoleParts.rowTasks(parts.siteOf(run).tasks());
        boolean hasRows = run.counts().read() > 0 || rowTasks.contains(run.task());
        return new RunHead(
                run.run(),
                run.site(),
                run.title(),
                hasRows,
                hasRows ? run.mode().words() : "Run",
                Chip.of(run),
                run.message() == null ? "" : run.message(),
                run.status() == RunStatus.RUNNING);
    }

    @Override
    public String id() {
        return "run-head";
    }

    /** What is left of it when it is stopped. */
    public String afterStop() {
        return RunWords.afterStop(hasRows);
    }

    public String link() {
        return Links.run(run);
    }
}
