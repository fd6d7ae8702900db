package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import io.drover.task.Task;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of Results.
 *
 * @param taskLink null where the task is gone
 * @param mode empty for a task without rows
 * @param submitted when it was asked for
 * @param started null while it waits, and for what never began
 * @param ended null until it ended
 * @param runTime empty while it waits
 * @param words what came of it
 * @param isRepeatable whether Run Again can be asked for
 */
public record RunRow(
        long run,
        String site,
        @Nullable String taskLink,
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
        String words,
        boolean isRepeatable) {

    /** @param task null where it is gone by now; a run that has read rows shows them all the same */
    static RunRow of(Run run, @Nullable Task task, Moments moments) {
        boolean hasRows = run.counts().read() > 0 || task != null && task.isSendable();
        return new RunRow(
                run.run(),
                run.site(),
                task == null ? null : Links.task(run.site(), task.name()),
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
                RunWords.outcome(run),
                task != null && run.status() == RunStatus.ENDED && run.purpose() != Purpose.UNDO);
    }

    /** Its mode, where it has one, and its site, where the list is of all of them. */
    public String label(String listed) {
        return Stream.of(mode, listed.isEmpty() ? site : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** True where it may be asked to be deleted; the page that asks says whether it can. */
    public boolean isEnded() {
        return ended != null;
    }

    public String deleteLink() {
        return "/runs/delete?run=" + run;
    }

    public String link() {
        return Links.run(run);
    }

    /** A count of rows with its thousands marked, or a dash for a task without rows. */
    public String number(long rows) {
        return hasRows ? RunWords.number(rows) : "—";
    }
}
