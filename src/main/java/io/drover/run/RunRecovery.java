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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a result to runs whose node is gone: killed, frozen, or cut off from the control database. The ledger in the
 * target tells which one it is (rule 6 of a run, F71). While the target does not answer, the run has none, and so its
 * queue waits. Thread-safe.
 */
public final class RunRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);

    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final RunHistory history;
    private final RunEnding endings;
    private final RunWatch watch;
    private final RouteFollowers steps;
    private final DeadRuns dead;
    private final EventLog events;
    private final SilentTargets silent = new SilentTargets();
    /** What is said of the runs whose targets do not answer. */
    private final Map<Long, String> undecided = new ConcurrentHashMap<>();

    /** @param watch knows what would follow the runs */
    public RunRecovery(
            SiteDatabases databases,
            TaskCatalogue catalogue,
            RunTables tables,
            RunWatch watch,
            DeadRuns dead,
            EventLog events) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.history = tables.history();
        this.endings = new RunEnding(tables, catalogue);
        this.watch = watch;
        this.steps = new RouteFollowers(catalogue);
        this.dead = dead;
        this.events = events;
    }

    /**
     * Takes over the runs of a site whose node is gone. When this returns, none of them can commit any more and each has
     * its result, unless another node deals with it or it is {@linkplain #undecided undecided}. To be called again while
     * there are any. A target that does not answer costs 10 s, and is not asked again for a while.
     *
     * @return what became of each
     */
    public List<Run> recover(String site) {
        List<Run> ended = new ArrayList<>();
        for (DeadRun each : dead.of(site)) {
            history.find(each.run())
                    .filter(run -> isAskable(run, each.node()))
                    // Another node may be faster, or the dead may have come back to life.
                    .flatMap(run -> dead.takeOver(each))
                    .flatMap(token -> history.find(each.run()))
                    .filter(run -> decide(run, each.node()))
                    .flatMap(run -> history.find(run.run()))
                    .ifPresent(ended::add);
        }
        return ended;
    }

    /** The runs that have no result yet because their targets do not answer, each with a sentence that says so. */
    public Map<Long, String> undecided() {
        undecided
                .keySet()
                .removeIf(run -> history.find(run)
                        .filter(found -> found.status() == RunStatus.RUNNING)
                        .isEmpty());
        return Map.copyOf(undecided);
    }

    /** Asked before the run is taken over: while this node cannot reach the target, another one may. */
    private boolean isAskable(Run run, String node) {
        Optional<String> silence = catalogue
                .find(run.task())
                .filter(task -> hasLedger(run, task))
                .flatMap(task -> databases.find(task.target()))
                .flatMap(silent::silence);
        silence.ifPresent(why -> leave(run, node, why));
        return silence.isEmpty();
    }

    /** Leaves a run without a result, for what became of it can be known later. Told once. */
    private void leave(Run run, String node, String why) {
        String told =
                "Node %s ended without notice; its result waits until its target answers: %s".formatted(node, why);
        if (undecided.put(run.run(), "Run %d of %s: %s".formatted(run.run(), run.task(), told)) == null) {
            LOG.warn("site={} task={} run={}: {}", run.site(), run.task(), run.run(), told);
            events.line(run.queue(), "Run %d of %s: %s".formatted(run.run(), run.title(), told));
            dead.tell(run.run(), told);
        }
    }

    /** Whether the target knows what became of the run, so that it is worth waiting for. */
    private static boolean hasLedger(Run run, Task task) {
        return task.isSendable() && run.purpose().writes();
    }

    /** @return whether the run has its result now */
    private boolean decide(Run run, String node) {
        LOG.warn("site={} task={} run={}: taken over from node {}", run.site(), run.task(), run.run(), node);
        String gone = "Node %s ended without notice".formatted(node);
        Optional<Task> task = catalogue.find(run.task());
        try {
            Optional<SendCounts> committed = task.isEmpty() ? Optional.empty() : committed(run, task.get(), node);
            if (committed.isPresent()) {
                end(run, RunAttempt.result(committed.get()), "Committed. " + gone, committed.get(), LetterFate.SEND);
            } else {
                end(run, Result.INTERRUPTED, gone + "; " + undone(run, task), SendCounts.NONE, fate(run, task));
            }
        } catch (DroverException e) {
            if (task.filter(known -> hasLedger(run, known)).isPresent() && SilentTargets.heals(e)) {
                leave(run, node, String.valueOf(e.getMessage()));
                return false;
            }
            end(run, Result.INTERRUPTED, gone + "; " + e.getMessage(), SendCounts.NONE, LetterFate.SEND);
        }
        return true;
    }

    /** Only a task that sends rows writes down in its target what it has done. */
    private static String undone(Run run, Optional<Task> task) {
        if (task.isEmpty()) {
            return "the file of task %s is gone, so %s".formatted(run.task(), RunMessage.NOT_KNOWN);
        }
        return task.get().isSendable() ? "nothing of this run is in the target" : RunMessage.NOT_KNOWN;
    }

    /** Of the mails of a run that no ledger names: dropped only where that means that it did not commit. */
    private static LetterFate fate(Run run, Optional<Task> task) {
        return task.filter(known -> hasLedger(run, known)).isPresent() ? LetterFate.DROP : LetterFate.SEND;
    }

    /** What follows it is asked for as usual: the site goes on without its node. */
    private void end(Run run, Result result, String message, SendCounts counts, LetterFate mails) {
        LogLine last = history.nextLine(run.run(), "%s: %s".formatted(result.word(), message));
        List<Follower> followers = new ArrayList<>(watch.followers(run, result));
        followers.addAll(steps.of(run, result));
        endings.write(new RunEnd(run, result, message, counts, null, List.of(last), mails), followers);
        dead.ended(run.run());
        undecided.remove(run.run());
        followers.forEach(follower -> events.line(run.queue(), follower.told(run)));
    }

    private Optional<SendCounts> committed(Run run, Task task, String node) {
        Database target = databases.get(task.target());
        if (!hasLedger(run, task)) {
            // It has no fence either, but its sessions would keep their locks.
            if (silent.silence(target).isEmpty()) {
                endSessions(target, run, node);
            }
            return Optional.empty();
        }
        endSessions(target, run, node);
        // The commit of the process that is gone may still be under way in the server: it comes to its end here, or
        // not at all. Without this the ledger could change its mind after it was asked.
        Fence.take(target, run.site(), run.queue(), run.token());
        return Ledger.find(target, run.site(), run.run());
    }

    /** A node that is frozen would keep its locks in the target. */
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
