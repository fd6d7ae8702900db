package io.drover.site;

import io.drover.run.Run;
import io.drover.schedule.Schedule;
import io.drover.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of a site as people see it.
 *
 * @param status blank, {@code Pending Changed}, {@code Queued} or {@code Running}
 * @param pending the click behind {@code Pending Changed}
 * @param lastRun its latest run that has begun
 */
public record TaskView(
        Task task,
        String status,
        @Nullable PendingClick pending,
        @Nullable Run lastRun,
        List<Schedule> schedules) {}
