package io.drover.task;

import io.drover.send.Mode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wish for one run of a task.
 *
 * @param requestedBy person, schedule or route that asks
 * @param fire the due instant of a schedule this request stands for; null when nobody's clock asked
 */
public record RunRequest(
        String task,
        Mode mode,
        Cause cause,
        String requestedBy,
        @Nullable Fire fire) {

    /** Why a run exists. */
    public enum Cause {
        SCHEDULE("schedule"),
        AD_HOC("ad-hoc"),
        ROUTE("route");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        /** As the API and the console show it. */
        public String word() {
            return word;
        }
    }

    /** One due instant of a schedule: it starts one run, however many nodes saw it. */
    public record Fire(int schedule, Instant dueAt) {}
}
