package io.drover.run;

import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a task, from request to result.
 *
 * @param cause why it exists: {@code schedule}, {@code ad-hoc}, {@code route}, {@code chain} or {@code run-again}
 * @param schedule the schedule of its task and mode, shown as Task ID, whoever asked; null when there is none
 * @param dueAt the due instant of its schedule; null when nobody's clock asked
 * @param token of its claim; 0 while it waits
 * @param node that executes it, or did; of a run that waits the only one that may, null = any
 * @param result null until it ended
 * @param message what a person should know of the result
 * @param ofRun the run that this one confirms, undoes, repeats or follows
 * @param guardRemovals how many rows the guard kept it from removing; null where the guard did not stop it
 * @param confirmedRemovals how many rows a person allowed it to remove past the guard
 * @param retries how often it was executed again after a failure that heals
 */
public record Run(
        long run,
        String site,
        String task,
        String title,
        String queue,
        Mode mode,
        Purpose purpose,
        String cause,
        String requestedBy,
        Instant requestedAt,
        @Nullable Integer schedule,
        @Nullable Instant dueAt,
        RunStatus status,
        long token,
        @Nullable String node,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Result result,
        @Nullable String message,
        @Nullable Long ofRun,
        @Nullable Long guardRemovals,
        @Nullable Long confirmedRemovals,
        int retries,
        SendCounts counts) {

    /** How long it has been running, or ran; zero while it waits. */
    public Duration runTime(Instant now) {
        if (startedAt == null) {
            return Duration.ZERO;
        }
        return Duration.between(startedAt, endedAt == null ? now : endedAt);
    }

    /** {@code Send All}, or {@code Preview of Send All}. */
    public String what() {
        return purpose == Purpose.SEND ? mode.words() : "%s of %s".formatted(purpose.word(), mode.words());
    }

    /** Why something that waits for its being OK does not follow it, for a person. */
    public String endedWords(Result ended) {
        return "run %d of %s, which it follows, ended %s".formatted(run, task, ended.word());
    }

    /** True when it ended well, whatever it was for. */
    public boolean isOk() {
        return result != null && result.isOk();
    }
}
