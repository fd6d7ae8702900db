package io.drover.console;

import io.drover.run.Run;
import io.drover.send.SendCounts;
import org.jspecify.annotations.Nullable;

/**
 * A line of Results.
 *
 * @param mode empty for a task without rows
 * @param submitted when it was asked for
 * @param started null while it waits, and for what never began
 * @param ended null until it ended
 * @param runTime empty while it waits
 * @param words what came of it
 */
public record RunRow(
        long run,
        String title,
        String mode,
        Moment submitted,
        @Nullable Moment started,
        @Nullable Moment ended,
        String runTime,
        String by,
        boolean hasRows,
        SendCounts counts,
        Chip state,
        String words) {

    static RunRow of(Run run, boolean hasRows, Moments moments) {
        return new RunRow(
                run.run(),
                run.title(),
                hasRows ? RowWords.purpose(run) : "",
                moments.second(run.requestedAt()),
                run.startedAt() == null ? null : moments.second(run.startedAt()),
                run.endedAt() == null ? null : moments.second(run.endedAt()),
                run.startedAt() == null ? "" : Moments.elapsed(run.runTime(moments.now())),
                RunWords.by(run),
                hasRows,
                run.counts(),
                Chip.of(run),
                RunWords.outcome(run));
    }

    public String link() {
        return Links.run(run);
    }

    /** A count of rows with its thousands marked, or a dash for a task without rows. */
    public String number(long rows) {
        return hasRows ? RunWords.number(rows) : "—";
    }
}
