package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.site.TaskView;
import java.util.List;

/**
 * What a run is and what became of it, with the buttons for what can be asked of it.
 *
 * @param mode what it does in words; just "Run" for a task without rows
 * @param lead what must be known before all else; empty where there is no such thing
 * @param message what a person should know of the result; empty while there is none
 */
public record RunHead(
        long run,
        String site,
        String task,
        String title,
        boolean hasRows,
        String mode,
        Chip state,
        String lead,
        String message,
        boolean canStop,
        List<Move> moves)
        implements LiveRegion {

    static RunHead of(Run run, ConsoleParts parts) {
        List<TaskView> tasks = parts.siteOf(run).tasks();
        boolean isThere = tasks.stream().anyMatch(view -> view.task().name().equals(run.task()));
        boolean isSendable = ConsoleParts.rowTasks(tasks).contains(run.task());
        boolean hasRows = run.counts().read() > 0 || isSendable;
        return new RunHead(
                run.run(),
                run.site(),
                run.task(),
                run.title(),
                hasRows,
                hasRows ? RowWords.purpose(run) : "Run",
                Chip.of(run),
                lead(run),
                run.message() == null ? "" : run.message(),
                run.status() == RunStatus.RUNNING,
                RunMoves.of(run, isThere, isSendable));
    }

    private static String lead(Run run) {
        return switch (run.purpose()) {
            case SEND -> "";
            case PREVIEW ->
                run.status() == RunStatus.ENDED ? "Preview: nothing was written" : "Preview: nothing is written";
            case VERIFY -> "Verify: source and shop are compared, nothing is written";
            case UNDO -> RowWords.purpose(run) + ": what that run changed is restored";
        };
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

    public String taskLink() {
        return Links.task(site, task);
    }
}
