package io.drover.run;

import io.drover.task.RunRequest;
import io.drover.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A request that the end of a run makes.
 *
 * @param refusal why no run comes of it, for a person; null where one does
 */
public record Follower(
        Task task, RunRequest request, @Nullable String refusal) {

    /** What follows a run that ends with this result, where that is enough for it. */
    public static Follower of(Run run, Result result, Task task, RunRequest request, boolean whateverResult) {
        return new Follower(task, request, result.isOk() || whateverResult ? null : run.endedWords(result));
    }

    /** What the event log says of it. */
    String told(Run run) {
        return refusal == null
                ? "%s is asked for after run %d".formatted(task.title(), run.run())
                : "%s is skipped: %s".formatted(task.title(), refusal);
    }

    /** The same without a run, unless there was to be none anyway. */
    Follower refused(String reason) {
        return refusal == null ? new Follower(task, request, reason) : this;
    }
}
