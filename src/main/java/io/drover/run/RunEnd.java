package io.drover.run;

import io.drover.send.SendCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written down when a run ends, all of it in one transaction.
 *
 * @param guardRemovals how many rows the guard kept it from removing; null where it did not stop the run
 * @param lines of its log that are not stored yet
 * @param mails what becomes of those that its steps asked for
 */
record RunEnd(
        Run run,
        Result result,
        String message,
        SendCounts counts,
        @Nullable Long guardRemovals,
        List<LogLine> lines,
        LetterFate mails) {

    static RunEnd of(Run run, Result result, String message, SendCounts counts) {
        return new RunEnd(run, result, message, counts, null, List.of(), LetterFate.NONE);
    }
}
