package io.drover.console;

import io.drover.site.RouteSource;
import io.drover.site.Site;
import io.drover.task.Task;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One route file: its state, its drawing, its text.
 *
 * @param taskTitle of the task that it defines; null where it begins otherwise, or nothing of it is in use
 * @param taskLink null with it
 */
public record RoutePage(
        PageFrame frame,
        String name,
        @Nullable String taskTitle,
        @Nullable String taskLink,
        RouteBox route,
        String link) {

    static RoutePage of(Site site, RouteSource source, ConsoleParts parts) {
        String name = source.file().task();
        Optional<Task> task = site.definitions().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        return new RoutePage(
                parts.frame("Route " + name, site.name()),
                name,
                task.map(Task::title).orElse(null),
                task.map(each -> Links.task(site.name(), name)).orElse(null),
                RouteBox.of(source, began(site, task.orElse(null)), parts.moments()),
                Links.route(site.name(), name));
    }

    /** When a task runs, in words; what begins a route that is none. */
    static String began(Site site, @Nullable Task task) {
        if (task == null) {
            return "whenever it is called";
        }
        String timing = site.schedules().list().stream()
                .filter(schedule -> schedule.task().equals(task.name()) && schedule.enabled())
                .map(schedule -> task.isSendable()
                        ? "%s %s".formatted(schedule.mode().words(), schedule.words())
                        : schedule.words())
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
        return timing.isEmpty() ? "on demand" : timing;
    }
}
