package io.drover.task;

import io.drover.send.Mode;
import io.drover.send.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wish for one run of a task.
 *
 * @param requestedBy person, schedule or route that asks
 * @param fire the due instant of a schedule this request stands for; null when nobody's clock asked
 * @param ofRun the run that this one confirms, undoes, repeats or follows; null for one that stands alone
 * @param confirmedRemovals how many rows it may remove past the guard, because a person looked at {@code ofRun}
 */
public record RunRequest(
        String task,
        Mode mode,
        Purpose purpose,
        Cause cause,
        String requestedBy,
        @Nullable Fire fire,
        @Nullable Long ofRun,
        @Nullable Long confirmedRemovals) {

    /** A send that follows from no other run. */
    public RunRequest(String task, Mode mode, Cause cause, String requestedBy, @Nullable Fire fire) {
        this(task, mode, Purpose.SEND, cause, requestedBy, fire, null, null);
    }

    /** What a person asks of a task. */
    public static RunRequest adHoc(String task, Mode mode, Purpose purpose, String by) {
        return new RunRequest(task, mode, purpose, Cause.AD_HOC, by, null, null, null);
    }

    /** What a person asks for once more. */
    public static RunRequest again(String task, Mode mode, Purpose purpose, String by, long earlier) {
        return new RunRequest(task, mode, purpose, Cause.RUN_AGAIN, by, null, earlier, null);
    }

    /** The same, following from an earlier run. */
    public RunRequest of(long earlier) {
        return new RunRequest(task, mode, purpose, cause, requestedBy, fire, earlier, confirmedRemovals);
    }

    /** The same with the guard's removals allowed. */
    public RunRequest confirming(long removals) {
        return new RunRequest(task, mode, purpose, cause, requestedBy, fire, ofRun, removals);
    }

    /** The queue in which its run waits. */
    public String queue(Task task) {
        String own = fire == null ? null : fire.queue();
        return own == null ? task.queue() : own;
    }

    /** True when no other request can be served by its run: it is about one earlier run and used up by it. */
    public boolean isSingleUse() {
        return confirmedRemovals != null || purpose == Purpose.UNDO;
    }

    /** Why a run exists. */
    public enum Cause {
        SCHEDULE("schedule"),
        AD_HOC("ad-hoc"),
        ROUTE("route"),
        /** A run of another task ended. */
        CHAIN("chain"),
        /** A person asked for an earlier run once more. */
        RUN_AGAIN("run-again");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        /** True where somebody clicked, and waits for it. */
        public boolean isPerson() {
            return this == AD_HOC || this == RUN_AGAIN;
        }

        /** As the API and the console show it. */
        public String word() {
            return word;
        }
    }

    /**
     * One due instant of a schedule: it starts one run, however many nodes saw it.
     *
     * @param queue in which its run waits; null = that of the task
     */
    public record Fire(
            int schedule, Instant dueAt, @Nullable String queue) {}
}
