package io.drover.run;

import io.drover.db.Database;
import io.drover.db.SiteDatabases;
import io.drover.send.Fence;
import io.drover.send.Ledger;
import io.drover.send.SendCounts;
import io.drover.send.SendException;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.util.Optional;

/** Gives a result to runs that a crash left running. The ledger in the target tells which one it is (rule 6 of a run). */
public final class RunRecovery {

    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final RunStore store;
    private final RunHistory history;
    private final RunEnding endings;
    private final RunWatch watch;

    /** @param watch knows what would follow the runs */
    public RunRecovery(SiteDatabases databases, TaskCatalogue catalogue, RunTables tables, RunWatch watch) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.store = tables.runs();
        this.history = tables.history();
        this.endings = new RunEnding(tables);
        this.watch = watch;
    }

    /** To be called before the site's queues are opened for the first time: nothing of it runs then. */
    public void recover(String site) {
        history.unfinished().stream()
                .filter(run -> run.site().equals(site) && run.status() == RunStatus.RUNNING)
                .forEach(this::recover);
    }

    private void recover(Run run) {
        String interrupted = "Drover ended without notice; ";
        try {
            committed(run)
                    .ifPresentOrElse(
                            counts -> end(
                                    run,
                                    RunAttempt.result(counts),
                                    "Committed before Drover ended without notice",
                                    counts),
                            () -> end(
                                    run,
                                    Result.INTERRUPTED,
                                    interrupted + "nothing of this run is in the target",
                                    SendCounts.NONE));
        } catch (SendException e) {
            end(run, Result.INTERRUPTED, interrupted + e.getMessage(), SendCounts.NONE);
        }
    }

    /** Nothing follows it: a start commences nothing (PR5). */
    private void end(Run run, Result result, String message, SendCounts counts) {
        String reason = "Drover ended without notice while run %d of %s, which it follows, was running"
                .formatted(run.run(), run.task());
        endings.write(
                RunEnd.of(run, result, message, counts),
                watch.followers(run, result).stream()
                        .map(follower -> follower.refused(reason))
                        .toList());
    }

    private Optional<SendCounts> committed(Run run) {
        return catalogue.find(run.task()).filter(Task::isSendable).flatMap(task -> {
            Database target = databases.get(task.target());
            // The commit of the process that is gone may still be under way in the server: it comes to its end here, or
            // not at all. Without this the ledger could change its mind after it was asked.
            Fence.take(target, run.site(), run.queue(), store.nextToken());
            return Ledger.find(target, run.site(), run.run());
        });
    }
}
