package io.drover.site;

import io.drover.run.Run;
import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task of a site as people see it.
 *
 * @param status blank, {@code Pending Changed}, {@code Queued} or {@code Running}
 * @param pending the click behind {@code Pending Changed}
 * @param lastRuns its latest run in each mode that has begun
 */
public record TaskView(
        Task task, String status, @Nullable PendingClick pending, Map<Mode, Run> lastRuns, List<Schedule> schedules) {

    /** Its latest run in a mode; null before the first. */
    public @Nullable Run lastRun(Mode mode) {
        return lastRuns.get(mode);
    }

    /** Its latest run in any mode; null before the first. */
    public @Nullable Run lastRun() {
        return lastRuns.values().stream()
                .max(Comparator.comparingLong(Run::run))
                .orElse(null);
    }
}
