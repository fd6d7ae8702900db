package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.schedule.Schedule;
import io.drover.site.Site;
import io.drover.site.TaskView;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The Running Tasks table, with the runs that wait for their turn below it. */
public record RunningTasks(List<RunningRow> running, List<WaitingRow> waiting) implements LiveRegion {

    static RunningTasks of(Site site, List<TaskView> tasks, List<Run> unfinished, Moments moments) {
        List<Schedule> schedules =
                tasks.stream().flatMap(task -> task.schedules().stream()).toList();
        Set<String> rowTasks = ConsoleParts.rowTasks(tasks);
        List<Run> own = unfinished.stream()
                .filter(run -> run.site().equals(site.name()))
                .toList();
        return new RunningTasks(
                own.stream()
                        .filter(run -> run.status() == RunStatus.RUNNING)
                        .map(run -> running(run, site, schedules, rowTasks.contains(run.task()), moments))
                        .toList(),
                own.stream()
                        .filter(run -> run.status() == RunStatus.QUEUED)
                        .map(run -> waiting(run, schedules, rowTasks.contains(run.task()), moments))
                        .toList());
    }

    private static RunningRow running(Run run, Site site, List<Schedule> schedules, boolean hasRows, Moments moments) {
        return new RunningRow(
                taskId(run, schedules),
                run.run(),
                run.title(),
                RunWords.label(run, hasRows),
                RunWords.by(run),
                hasRows,
                RunTimeCell.of(run, moments),
                RunRowsCell.of(run, site));
    }

    private static WaitingRow waiting(Run run, List<Schedule> schedules, boolean hasRows, Moments moments) {
        return new WaitingRow(
                taskId(run, schedules),
                run.run(),
                run.title(),
                RunWords.label(run, hasRows),
                RunWords.by(run),
                moments.second(run.requestedAt()),
                run.queue());
    }

    /** A click carries no Task ID; the table shows that of the task's schedule in the same mode. */
    private static String taskId(Run run, List<Schedule> schedules) {
        if (run.schedule() != null) {
            return run.schedule().toString();
        }
        return schedules.stream()
                .filter(schedule -> schedule.task().equals(run.task()) && schedule.mode() == run.mode())
                .map(schedule -> Integer.toString(schedule.id()))
                .findFirst()
                .orElse("");
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
