package io.drover.console;

import io.drover.run.Run;
import io.drover.send.Mode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest run of a task that has begun.
 *
 * @param words counts, or what a person should know of the result
 */
public record LastRun(String link, Moment at, Chip result, String words) {

    /** @param mode the mode of the row it stands in; a run of the other mode says its own */
    static @Nullable LastRun of(@Nullable Run run, @Nullable Mode mode, Moments moments) {
        if (run == null) {
            return null;
        }
        Instant started = run.startedAt() == null ? run.requestedAt() : run.startedAt();
        String words = RunWords.outcome(run);
        String other = mode == null || mode == run.mode() ? "" : run.mode().words();
        return new LastRun(
                Links.run(run.run()),
                moments.minute(started),
                Chip.of(run),
                words.isEmpty() || other.isEmpty() ? other + words : other + ": " + words);
    }
}
