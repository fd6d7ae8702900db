package io.drover.console;

import io.drover.send.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of Scheduled Tasks: one schedule, or one task that has none.
 *
 * @param id Task ID; empty for a task on demand
 * @param next null where none is foreseen
 * @param withoutNext what stands in its place then
 * @param mode in words; empty for a task without rows
 * @param schedule the timetable in words; empty for a task on demand
 * @param modes what its buttons ask for
 */
public record TaskRow(
        String id,
        String task,
        String title,
        @Nullable LastRun lastRun,
        @Nullable NextRun next,
        String withoutNext,
        String comments,
        String mode,
        String schedule,
        TaskStatus status,
        List<Mode> modes) {

    /** Distinguishes the row's links and buttons from those of all other rows. */
    public String key() {
        return id.isEmpty() ? task : task + "-" + id;
    }

    /** Where it is edited; null for a task on demand. */
    public @Nullable String scheduleLink() {
        return id.isEmpty() ? null : Links.schedule(Integer.parseInt(id));
    }

    public String link(String site) {
        return Links.task(site, task);
    }

    public String sendLink(String site, Mode mode) {
        return Links.send(site, task, mode);
    }
}
