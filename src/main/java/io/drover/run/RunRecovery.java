package io.drover.run;

import io.drover.config.DroverException;
import io.drover.db.Database;
import io.drover.db.LostNode;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.run.DeadRuns.DeadRun;
import io.drover.send.Fence;
import io.drover.send.Ledger;
import io.drover.send.SendCounts;
import io.drover.send.SendException;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a result to runs whose node is gone: killed, frozen, or cut off from the control database. The ledger in the
 * target tells which one it is (rule 6 of a run, F71). Thread-safe.
 */
public final class RunRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);

    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final RunHistory history;
    private final RunEnding endings;
    private final RunWatch watch;
    private final DeadRuns dead;

    /** @param watch knows what would follow the runs */
    public RunRecovery(
            SiteDatabases databases, TaskCatalogue catalogue, RunTables tables, RunWatch watch, DeadRuns dead) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.history = tables.history();
        this.endings = new RunEnding(tables, catalogue);
        this.watch = watch;
        this.dead = dead;
    }

    /**
     * Takes over the runs of a site whose node is gone. When this returns, none of them can commit any more and each has
     * its result, unless another node deals with it.
     *
     * @return what became of each
     */
    public List<Run> recover(String site) {
        List<Run> ended = new ArrayList<>();
        for (DeadRun each : dead.of(site)) {
            // Another node may be faster, or the dead may have come back to life.
            dead.takeOver(each).flatMap(token -> history.find(each.run())).ifPresent(run -> {
                recover(run, each.node());
                history.find(each.run()).ifPresent(ended::add);
            });
        }
        return ended;
    }

    private void recover(Run run, String node) {
        LOG.warn("site={} task={} run={}: taken over from node {}", run.site(), run.task(), run.run(), node);
        String gone = "Node %s ended without notice".formatted(node);
        Optional<Task> task = catalogue.find(run.task());
        try {
            Optional<SendCounts> committed = task.isEmpty() ? Optional.empty() : committed(run, task.get(), node);
            if (committed.isPresent()) {
                end(run, RunAttempt.result(committed.get()), "Committed. " + gone, committed.get());
            } else {
                end(run, Result.INTERRUPTED, gone + "; " + undone(run, task), SendCounts.NONE);
            }
        } catch (DroverException e) {
            end(run, Result.INTERRUPTED, gone + "; " + e.getMessage(), SendCounts.NONE);
        }
    }

    /** Only a task that sends rows writes down in its target what it has done. */
    private static String undone(Run run, Optional<Task> task) {
        if (task.isEmpty()) {
            return "the file of task %s is gone, so %s".formatted(run.task(), RunMessage.NOT_KNOWN);
        }
        return task.get().isSendable() ? "nothing of this run is in the target" : RunMessage.NOT_KNOWN;
    }

    /** What follows it is asked for as usual: the site goes on without its node. */
    private void end(Run run, Result result, String message, SendCounts counts) {
        LogLine last = history.nextLine(run.run(), "%s: %s".formatted(result.word(), message));
        endings.write(new RunEnd(run, result, message, counts, null, List.of(last)), watch.followers(run, result));
    }

    private Optional<SendCounts> committed(Run run, Task task, String node) {
        Database target = databases.get(task.target());
        endSessions(target, run, node);
        if (!task.isSendable()) {
            return Optional.empty();
        }
        // The commit of the process that is gone may still be under way in the server: it comes to its end here, or
        // not at all. Without this the ledger could change its mind after it was asked.
        Fence.take(target, run.site(), run.queue(), run.token());
        return Ledger.find(target, run.site(), run.run());
    }

    /** A node that is frozen would keep its locks in the target, and a task that sends no rows has no fence. */
    private static void endSessions(Database target, Run run, String node) {
        try {
            LostNode.endSessions(target, SiteDatabases.sessions(run.site(), node));
        } catch (SQLException e) {
            throw new SendException(
                    "The target #%s cannot be asked what became of it: %s"
                            .formatted(target.name(), SqlProblem.describe(e)),
                    e);
        }
    }
}
