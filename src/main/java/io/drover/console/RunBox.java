package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.SendCounts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run beside its state and its log.
 *
 * @param runTime empty while it waits
 * @param taskId the schedule of its task and mode; empty where there is none
 */
public record RunBox(
        String task,
        String title,
        String mode,
        String cause,
        String by,
        String queue,
        String taskId,
        Moment requested,
        @Nullable Moment due,
        @Nullable Moment started,
        @Nullable Moment ended,
        String runTime,
        String progress,
        boolean hasRows,
        SendCounts counts,
        boolean isEnded)
        implements LiveRegion {

    static RunBox of(Run run, boolean hasRows, ConsoleParts parts) {
        Moments moments = parts.moments();
        return new RunBox(
                run.task(),
                run.title(),
                run.mode().words(),
                run.cause(),
                run.requestedBy(),
                run.queue(),
                run.schedule() == null ? "" : run.schedule().toString(),
                moments.second(run.requestedAt()),
                moment(run.dueAt(), moments),
                moment(run.startedAt(), moments),
                moment(run.endedAt(), moments),
                run.startedAt() == null ? "" : Moments.elapsed(run.runTime(moments.now())),
                run.status() == RunStatus.RUNNING
                        ? RunRowsCell.of(run, parts.siteOf(run)).words()
                        : "",
                hasRows,
                run.counts(),
                run.status() == RunStatus.ENDED);
    }

    private static @Nullable Moment moment(@Nullable Instant instant, Moments moments) {
        return instant == null ? null : moments.second(instant);
    }

    @Override
    public String id() {
        return "run";
    }

    /** A count of rows with its thousands marked. */
    public String number(long rows) {
        return RunWords.number(rows);
    }
}
