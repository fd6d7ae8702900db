package io.drover.fresh;

import io.drover.run.Run;
import io.drover.schedule.Schedule;
import io.drover.site.SiteState;
import io.drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task sends on one site, and how fresh the shop is in it. A poll, which sends no rows, has done its work up to
 * the beginning of its latest run that was OK.
 *
 * @param reason why it is not fresh, or what to know although it is; empty = nothing
 * @param completeUpTo by the source's clock: every change before it that the task's filters keep is in the shop, or held;
 *     null where that was never so, or nobody knows
 * @param behind how long ago that is by the source's own clock; null with it
 * @param target how long it may be; null = no promise
 * @param freshUntil when it becomes late unless something is sent; later than the target where its schedules rest
 *     meanwhile; null where it never does
 * @param waiting rows that Send Changed would write, or could not, as they were counted; null where that was not possible
 * @param countedAt when they were counted; null where they never were
 * @param runs what became of its latest sends, newest first
 */
public record DataSet(
        String site,
        SiteState siteState,
        Task task,
        FreshState state,
        String reason,
        @Nullable Instant completeUpTo,
        @Nullable Duration behind,
        @Nullable Duration target,
        @Nullable Instant freshUntil,
        @Nullable Long waiting,
        @Nullable Instant countedAt,
        List<Run> runs,
        List<Schedule> schedules) {

    /** The latest send that has begun; null before the first. */
    public @Nullable Run lastRun() {
        return runs.stream().filter(run -> run.startedAt() != null).findFirst().orElse(null);
    }

    /** The latest send that has begun and ended; null before the first. */
    public @Nullable Run lastEnded() {
        return runs.stream()
                .filter(run -> run.startedAt() != null && run.result() != null)
                .findFirst()
                .orElse(null);
    }

    /** How long it has been late; negative while it is not, null where it never is. */
    @Nullable
    Duration overdue(Instant now) {
        return freshUntil == null ? null : Duration.between(freshUntil, now);
    }
}
