package io.drover.console;

import io.drover.run.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest run of a task that has begun.
 *
 * @param words counts, or what a person should know of the result
 */
public record LastRun(String link, Moment at, Chip result, String words) {

    static @Nullable LastRun of(@Nullable Run run, Moments moments) {
        if (run == null) {
            return null;
        }
        Instant started = run.startedAt() == null ? run.requestedAt() : run.startedAt();
        return new LastRun(Links.run(run.run()), moments.minute(started), Chip.of(run), RunWords.outcome(run));
    }
}
