package io.drover.site;

import io.drover.run.TaskMode;
import io.drover.schedule.Schedule;
import io.drover.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A line of Scheduled Tasks.
 *
 * @param status of its task: blank, {@code Pending Changed}, {@code Queued} or {@code Running}
 * @param pending the click behind {@code Pending Changed}
 */
public record ScheduledTask(
        Site site,
        Task task,
        Schedule schedule,
        String status,
        @Nullable PendingClick pending) {

    /** What it asks for: {@code Send All of Customer Master}, or the task alone where it sends no rows. */
    public String words() {
        return task.isSendable() ? "%s of %s".formatted(schedule.mode().words(), task.title()) : task.title();
    }

    /** What its last run is a run of. */
    public TaskMode taskMode() {
        return new TaskMode(site.name(), task.name(), schedule.mode());
    }
}
