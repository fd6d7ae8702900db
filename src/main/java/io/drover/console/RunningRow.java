package io.drover.console;

/**
 * A line of Running Tasks.
 *
 * @param id Task ID; empty when the task has no schedule in this mode
 * @param label mode and number of the run
 * @param startedBy who or what asked for it
 */
public record RunningRow(
        String id,
        long run,
        String title,
        String label,
        String startedBy,
        boolean hasRows,
        RunTimeCell runTime,
        RunRowsCell rows) {

    /** What is left of it when it is stopped. */
    public String afterStop() {
        return RunWords.afterStop(hasRows);
    }

    public String link() {
        return Links.run(run);
    }
}
