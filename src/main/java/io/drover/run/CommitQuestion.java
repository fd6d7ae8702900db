package io.drover.run;

import io.drover.db.Database;
import io.drover.db.SqlClass;
import io.drover.db.SqlProblem;
import io.drover.run.RunAttempt.Ending;
import io.drover.send.Ledger;
import io.drover.send.SendCounts;
import io.drover.send.SendException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out whether a run committed whose commit was not confirmed; only the ledger in the target knows. A target that is
 * down is asked again for about half a minute.
 */
record CommitQuestion(Run run, Database target, RunningRun current) {

    /**
     * @return how the run ended; empty when it did not commit, so that it may be executed again
     */
    Optional<Ending> ask(Throwable failure) throws InterruptedException {
        current.progress().step("asking whether the rows were committed");
        current.log()
                .line("The commit was not confirmed, so the ledger in #%s is asked whether it happened: %s"
                        .formatted(target.name(), failure.getMessage()));
        Retries questions = new Retries();
        while (true) {
            try {
                return Ledger.find(target, run.site(), run.run()).map(CommitQuestion::committed);
            } catch (SendException e) {
                Optional<Duration> pause = heals(e) ? questions.next(Retries.Cause.HEALS) : Optional.empty();
                if (pause.isEmpty() || current.awaitStop(pause.get())) {
                    return Optional.of(new Ending(Result.FAILED, failure.getMessage() + ". " + e.getMessage()));
                }
            }
        }
    }

    private static Ending committed(SendCounts counts) {
        return new Ending(
                RunAttempt.result(counts), "Committed, although the database did not confirm it", counts, null);
    }

    private static boolean heals(SendException failure) {
        SQLException problem = SqlProblem.in(failure);
        return problem != null && SqlClass.of(problem) == SqlClass.HEALS;
    }
}
