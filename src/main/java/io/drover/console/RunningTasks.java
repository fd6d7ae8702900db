package io.drover.console;

import io.drover.run.QueuePlace;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.site.Site;
import io.drover.site.TaskView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Running Tasks table, with the runs that wait for their turn below it. */
public record RunningTasks(List<RunningRow> running, List<WaitingRow> waiting) implements LiveRegion {

    static RunningTasks of(Site site, List<TaskView> tasks, ConsoleParts parts) {
        List<Run> unfinished = parts.runs().unfinished();
        Moments moments = parts.moments();
        Set<String> rowTasks = ConsoleParts.rowTasks(tasks);
        List<Run> own = unfinished.stream()
                .filter(run -> run.site().equals(site.name()))
                .toList();
        Map<Long, QueuePlace> places = QueuePlace.of(unfinished);
        List<Run> running =
                own.stream().filter(run -> run.status() == RunStatus.RUNNING).toList();
        Map<Long, RunRowsCell> rows = RunRowsCell.of(running, parts.sites());
        return new RunningTasks(
                running.stream()
                        .map(run -> running(run, rowTasks.contains(run.task()), rows, moments))
                        .toList(),
                own.stream()
                        .filter(run -> run.status() == RunStatus.QUEUED)
                        .map(run -> waiting(run, places.get(run.run()), rowTasks.contains(run.task()), moments))
                        .toList());
    }

    /** @param rows how far runs are, this one among them */
    static RunningRow running(Run run, boolean hasRows, Map<Long, RunRowsCell> rows, Moments moments) {
        return new RunningRow(
                taskId(run),
                run.run(),
                run.title(),
                RunWords.label(run, hasRows),
                RunWords.by(run),
                hasRows,
                RunTimeCell.of(run, moments),
                Objects.requireNonNull(rows.get(run.run())));
    }

    private static WaitingRow waiting(Run run, @Nullable QueuePlace place, boolean hasRows, Moments moments) {
        return new WaitingRow(
                taskId(run),
                run.run(),
                run.title(),
                RunWords.label(run, hasRows),
                RunWords.by(run),
                moments.second(run.requestedAt()),
                run.queue(),
                place == null ? "" : words(place));
    }

    /** {@code next, after Product Master}, or {@code number 3, after Product Master}. */
    private static String words(QueuePlace place) {
        String number = place.position() == 1 ? "next" : "number " + place.position();
        return place.waitsFor() == null
                ? number
                : number + ", after " + place.waitsFor().title();
    }

    private static String taskId(Run run) {
        return run.schedule() == null ? "" : run.schedule().toString();
    }

    @Override
    public String id() {
        return "running";
    }

    /** Counts only who runs and waits: times and rows are regions of their own, so that the buttons stay in place. */
    @Override
    public String version() {
        List<Long> runs = running.stream().map(RunningRow::run).toList();
        return id() + ":" + Integer.toHexString(Objects.hash(runs, waiting));
    }
}
