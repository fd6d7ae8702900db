package io.drover.site;

import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.TaskMode;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleStore;
import io.drover.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Scheduled Tasks of many sites at once: asks the control database as many questions for a hundred sites as for one.
 * Thread-safe.
 */
public final class ScheduleBoard {

    private final Map<String, Site> sites;
    private final SiteStore store;
    private final ScheduleStore schedules;
    private final RunHistory runs;

    ScheduleBoard(Map<String, Site> sites, SiteStore store, ScheduleStore schedules, RunHistory runs) {
        this.sites = sites;
        this.store = store;
        this.schedules = schedules;
        this.runs = runs;
    }

    /** By number. */
    public List<ScheduledTask> list(Collection<Site> of) {
        Map<String, List<Task>> tasks = of.stream()
                .collect(Collectors.toMap(Site::name, site -> site.schedules().tasks()));
        Map<String, Map<String, Task>> byName = new HashMap<>();
        tasks.forEach((site, all) ->
                byName.put(site, all.stream().collect(Collectors.toMap(Task::name, Function.identity()))));
        Map<String, Map<String, String>> statuses = statuses();
        Map<String, List<PendingClick>> pending = store.pending(tasks.keySet());
        List<ScheduledTask> lines = new ArrayList<>();
        for (Schedule schedule : schedules.list(tasks)) {
            Site site = sites.get(schedule.site());
            Task task = byName.getOrDefault(schedule.site(), Map.of()).get(schedule.task());
            if (site == null || task == null) {
                continue;
            }
            PendingClick click = pending.getOrDefault(schedule.site(), List.of()).stream()
                    .filter(each -> each.task().equals(schedule.task()))
                    .findFirst()
                    .orElse(null);
            String status = statuses.getOrDefault(schedule.site(), Map.of()).getOrDefault(schedule.task(), "");
            lines.add(new ScheduledTask(site, task, schedule, click == null ? status : PendingClick.STATUS, click));
        }
        return lines;
    }

    /** What goes on of each task, by site. */
    private Map<String, Map<String, String>> statuses() {
        Map<String, Map<String, String>> statuses = new HashMap<>();
        runs.unfinished().stream()
                .filter(run -> run.purpose().writes())
                .forEach(run -> statuses.computeIfAbsent(run.site(), site -> new HashMap<>())
                        .putIfAbsent(run.task(), run.status().word()));
        return statuses;
    }

    /** One of them; empty when there is no such schedule, or its task is gone. */
    public Optional<ScheduledTask> find(long id) {
        return schedules
                .siteOf(id)
                .flatMap(site -> Optional.ofNullable(sites.get(site)))
                .flatMap(site -> list(List.of(site)).stream()
                        .filter(line -> line.schedule().id() == id)
                        .findFirst());
    }

    /** The latest run of each that has begun; none for those that never ran. */
    public Map<TaskMode, Run> lastRuns(Collection<ScheduledTask> lines) {
        return runs.overview()
                .latest(lines.stream().map(ScheduledTask::taskMode).distinct().toList());
    }
}
