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

    /** The same without a run, unless there was to be none anyway. */
    Follower refused(String reason) {
        return refusal == null ? new Follower(task, request, reason) : this;
    }
}
