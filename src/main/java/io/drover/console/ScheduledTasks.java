package io.drover.console;

import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.TaskView;
import io.drover.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Scheduled Tasks table: schedules by Task ID, those of one task together, then the tasks that run on demand only.
 */
public record ScheduledTasks(String site, List<TaskRow> scheduled, List<TaskRow> onDemand) implements LiveRegion {

    static ScheduledTasks of(Site site, List<TaskView> tasks, Moments moments) {
        Rows rows = new Rows(site.view().state(), moments);
        List<TaskRow> scheduled = tasks.stream()
                .filter(task -> !task.schedules().isEmpty())
                .sorted(Comparator.comparingInt(task -> task.schedules().get(0).id()))
                .flatMap(task -> rows.scheduled(task).stream())
                .toList();
        List<TaskRow> onDemand = tasks.stream()
                .filter(task -> task.schedules().isEmpty())
                .map(rows::onDemand)
                .toList();
        return new ScheduledTasks(site.name(), scheduled, onDemand);
    }

    @Override
    public String id() {
        return "scheduled";
    }

    /** The row whose next run comes first; null when nothing is scheduled. */
    @Nullable
    TaskRow earliest() {
        return scheduled.stream()
                .filter(row -> row.next() != null)
                .min(Comparator.comparing(
                        row -> Objects.requireNonNull(row.next()).due()))
                .orElse(null);
    }

    private record Rows(SiteState state, Moments moments) {

        /** Each mode has its button once: in the row of its schedule, or else in the task's last row. */
        List<TaskRow> scheduled(TaskView task) {
            List<Mode> rest = new ArrayList<>(buttons(task.task()));
            task.schedules().forEach(schedule -> rest.remove(schedule.mode()));
            Set<Mode> placed = EnumSet.noneOf(Mode.class);
            List<TaskRow> rows = new ArrayList<>();
            for (int i = 0; i < task.schedules().size(); i++) {
                Schedule schedule = task.schedules().get(i);
                List<Mode> modes = new ArrayList<>();
                if (task.task().isSendable() && placed.add(schedule.mode())) {
                    modes.add(schedule.mode());
                }
                if (i == task.schedules().size() - 1) {
                    modes.addAll(rest);
                }
                rows.add(row(task, schedule, modes));
            }
            return rows;
        }

        TaskRow onDemand(TaskView task) {
            return row(task, null, buttons(task.task()));
        }

        private TaskRow row(TaskView view, @Nullable Schedule schedule, List<Mode> modes) {
            Task task = view.task();
            List<Mode> shown = schedule == null ? modes : List.of(schedule.mode());
            return new TaskRow(
                    schedule == null ? "" : Integer.toString(schedule.id()),
                    task.name(),
                    task.title(),
                    LastRun.of(schedule == null ? view.lastRun() : view.lastRun(schedule.mode()), moments),
                    schedule == null ? null : NextRun.of(schedule, state, moments),
                    schedule == null ? "on demand" : NextRun.without(schedule),
                    schedule == null ? "" : schedule.comments(),
                    task.isSendable() ? shown.stream().map(Rows::word).collect(Collectors.joining(", ")) : "",
                    schedule == null ? "" : schedule.words(),
                    TaskStatus.of(view, moments),
                    List.copyOf(modes));
        }

        private static List<Mode> buttons(Task task) {
            return task.isSendable() ? task.modes().stream().sorted().toList() : List.of();
        }

        private static String word(Mode mode) {
            return mode == Mode.ALL ? "All" : "Changed";
        }
    }
}
