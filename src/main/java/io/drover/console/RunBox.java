package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Fate;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import java.time.Instant;
import java.util.Locale;
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
        RunRowsCell progress,
        Purpose purpose,
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
                RunRowsCell.of(run, parts.sites()),
                run.purpose(),
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

    /** What happened to the rows that are counted, in the words of what the run was for. */
    public String word(Fate fate) {
        String word = RowWords.of(fate, purpose);
        return word.substring(0, 1).toUpperCase(Locale.ENGLISH) + word.substring(1);
    }

    /** A count of rows with its thousands marked. */
    public String number(long rows) {
        return RunWords.number(rows);
    }
}
