package io.drover.site;

import io.drover.run.Run;
import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task of a site as people see it.
 *
 * @param status blank, {@code Pending Changed}, {@code Queued} or {@code Running}
 * @param pending the click behind {@code Pending Changed}
 * @param lastOk when its latest run that was OK ended; null before the first
 * @param lastRuns its latest run in each mode that has begun
 */
public record TaskView(
        Task task,
        String status,
        @Nullable PendingClick pending,
        @Nullable Instant lastOk,
        Map<Mode, Run> lastRuns,
        List<Schedule> schedules) {

    /**
     * Until when the shop counts as fresh in what this task sends: as long after its last run as the task promises, and
     * where its schedules rest meanwhile, as long after the next due instant. Null without a promise or an OK run.
     */
    public @Nullable Instant freshUntil(ZoneId zone) {
        Duration promise = task.freshWithin();
        Instant sent = lastOk;
        if (promise == null || sent == null) {
            return null;
        }
        Instant promised = sent.plus(promise);
        return schedules.stream()
                .filter(Schedule::enabled)
                .flatMap(schedule -> schedule.timetable().next(sent, zone).stream())
                .min(Comparator.naturalOrder())
                .filter(due -> due.isAfter(promised))
                .map(due -> due.plus(promise))
                .orElse(promised);
    }

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
