package io.drover.console;

import io.drover.run.Run;
import org.jspecify.annotations.Nullable;

/**
 * Stop Running Task.
 *
 * @param reason the text as it was typed
 * @param problem why it was refused; null when none was given yet
 */
public record RunStopPage(
        PageFrame frame,
        RunHead head,
        RunBox box,
        String reason,
        @Nullable String problem) {

    static RunStopPage of(Run run, String reason, @Nullable String problem, ConsoleParts parts) {
        RunHead head = RunHead.of(run, parts);
        return new RunStopPage(
                parts.frame("Stop Running Task", run.site()),
                head,
                RunBox.of(run, head.hasRows(), parts),
                reason,
                problem);
    }
}
