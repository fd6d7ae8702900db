package io.drover.site;

import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleStore;
import io.drover.send.Mode;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.UnknownTaskException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The tasks of a site with what is remembered of them. */
final class SiteTasks {

    /** The named threads of the reference system (PR11); queues that only route files name come after them. */
    private static final List<String> QUEUES = List.of("AllOthers", "GetData", "Trigger", "Monitor");

    private final String site;
    private final TaskCatalogue catalogue;
    private final SiteStore store;
    private final RunHistory runs;
    private final ScheduleStore schedules;
    private final Supplier<Set<String>> unreadable;

    /** @param unreadable tasks whose files are there and have never been good */
    SiteTasks(
            String site,
            TaskCatalogue catalogue,
            SiteStore store,
            RunHistory runs,
            ScheduleStore schedules,
            Supplier<Set<String>> unreadable) {
        this.site = site;
        this.catalogue = catalogue;
        this.store = store;
        this.runs = runs;
        this.schedules = schedules;
        this.unreadable = unreadable;
    }

    /** Writes the default schedules of the route files down. */
    void syncSchedules(Instant now) {
        schedules.sync(site, catalogue.tasks(), unreadable.get(), now);
    }

    List<Schedule> schedules() {
        return schedules.list(site, catalogue.tasks());
    }

    List<Task> all() {
        return catalogue.tasks();
    }

    /** True where its route reads and sends rows and does nothing else. */
    boolean onlySends(Task task) {
        return task.isSendable() && catalogue.onlySends(task.name());
    }

    Set<String> queues() {
        Set<String> queues = new LinkedHashSet<>(QUEUES);
        catalogue.tasks().forEach(task -> queues.add(task.queue()));
        return queues;
    }

    /**
     * The task a click means.
     *
     * @throws UnknownTaskException when there is no such task
     * @throws NotSendableException when it sends nothing, or not in this mode
     */
    Task sendable(String name, Mode mode) {
        Task task = known(name);
        if (!task.isSendable()) {
            throw new NotSendableException(name);
        }
        if (!task.modes().contains(mode)) {
            throw new NotSendableException(name, mode, task.modes());
        }
        return task;
    }

    /** @throws UnknownTaskException when there is no such task */
    Task known(String name) {
        return catalogue
                .find(name)
                .orElseThrow(() -> new UnknownTaskException(
                        site, name, catalogue.tasks().stream().map(Task::name).toList()));
    }

    /** The columns of the key of each table that a task sends, in the order of its steps. */
    Map<String, List<String>> keys(String task) {
        return catalogue.keys(known(task).name());
    }

    /** All tasks by name. */
    List<TaskView> views() {
        List<Run> latest = runs.latest(site);
        List<Run> unfinished = runs.unfinished().stream()
                .filter(run -> run.site().equals(site) && run.purpose().writes())
                .toList();
        List<PendingClick> pending = store.pending(site);
        List<Task> tasks = catalogue.tasks();
        List<Schedule> all = schedules.list(site, tasks);
        return tasks.stream()
                .map(task -> view(task, latest, unfinished, pending, all))
                .toList();
    }

    private static TaskView view(
            Task task, List<Run> latest, List<Run> unfinished, List<PendingClick> pending, List<Schedule> schedules) {
        PendingClick click = pending.stream()
                .filter(each -> each.task().equals(task.name()))
                .findFirst()
                .orElse(null);
        String status = unfinished.stream()
                .filter(run -> run.task().equals(task.name()))
                .findFirst()
                .map(run -> run.status().word())
                .orElse("");
        return new TaskView(
                task,
                click == null ? status : PendingClick.STATUS,
                click,
                latest.stream()
                        .filter(run -> run.task().equals(task.name()))
                        .collect(Collectors.toMap(Run::mode, run -> run)),
                schedules.stream()
                        .filter(schedule -> schedule.task().equals(task.name()))
                        .toList());
    }
}
