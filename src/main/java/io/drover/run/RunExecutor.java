package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.run.RunAttempt.Ending;
import io.drover.run.RunAttempt.Outcome;
import io.drover.send.SendMemory;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskConsumer;
import io.drover.task.TaskEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Executes the runs of one site. A run that fails for a reason that heals is executed again, a few times. Guarantee: when
 * {@link #execute} returns, the run has a result, and its rows, watermark and ledger are in the target if that result is OK
 * and are not if it is another. Thread-safe.
 */
public final class RunExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final RunStore store;
    private final RunHistory history;
    private final RowLetterStore rowLetters;
    private final RunConclusion conclusion;
    private final RunLogs logs;
    private final TimeLimit timeLimit;
    private final HeldRowStore heldRows;
    private final KeptRows keptRows;
    private final SendMemory memory = new SendMemory();
    private final Map<Long, RunningRun> running = new ConcurrentHashMap<>();
    private final AtomicLong ended = new AtomicLong();

    public RunExecutor(
            SiteDatabases databases,
            TaskCatalogue catalogue,
            String node,
            RunTables tables,
            RunLogs logs,
            TimeLimit timeLimit,
            HeldRowStore heldRows,
            KeptRows keptRows,
            EventLog events) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.store = tables.runs();
        this.history = tables.history();
        this.rowLetters = tables.rowLetters();
        this.conclusion = new RunConclusion(tables, logs, catalogue, node, events);
        this.logs = logs;
        this.timeLimit = timeLimit;
        this.heldRows = heldRows;
        this.keptRows = keptRows;
    }

    public Optional<RunningRun> running(long run) {
        return Optional.ofNullable(running.get(run));
    }

    public Collection<RunningRun> running() {
        return List.copyOf(running.values());
    }

    /** Whether a run of the task is being executed here. */
    public boolean isExecuting(String task) {
        return running.values().stream().anyMatch(each -> each.run().task().equals(task));
    }

    /** How many runs have ended here: whoever finds another number than before has something to look at. */
    public long ended() {
        return ended.get();
    }

    /**
     * Executes a claimed run on the calling thread. Never throws: whatever goes wrong is the run's result.
     *
     * @param followers what follows it, by its result
     * @param goesOn whether the next run of its queue is to be claimed
     */
    RunConclusion.Done execute(Run run, Function<Result, List<Follower>> followers, BooleanSupplier goesOn) {
        RunLog log = logs.of(run);
        log.line("%s asked for by %s (%s)".formatted(run.what(), run.requestedBy(), run.cause()));
        Ending ending;
        try {
            ending = executeRoute(run, log);
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.error("site={} task={} run={} failed", run.site(), run.task(), run.run(), e);
            ending = new Ending(Result.FAILED, String.valueOf(e.getMessage()));
        }
        try {
            RunningRun current = running.get(run.run());
            return conclusion.conclude(run, ending, log, current, followers, goesOn);
        } finally {
            RunningRun done = running.remove(run.run());
            if (done != null) {
                done.ended();
            }
            ended.incrementAndGet();
        }
    }

    private Ending executeRoute(Run run, RunLog log) throws Exception {
        Optional<TaskEntry> entry = catalogue.enter(run.task());
        if (entry.isEmpty()) {
            return new Ending(Result.FAILED, notThere(run));
        }
        try (TaskEntry version = entry.get()) {
            return executeRoute(run, version, log);
        }
    }

    private String notThere(Run run) {
        return catalogue.find(run.task()).isPresent()
                ? "The route of task %s is not started".formatted(run.task())
                : "There is no task %s any more: its file is gone".formatted(run.task());
    }

    private Ending executeRoute(Run run, TaskEntry version, RunLog log) throws Exception {
        Long expected = version.task().isSendable() ? rowsExpected(run) : null;
        RunProgress progress = new RunProgress(expected, System::nanoTime);
        RunningRun current = new RunningRun(run, Thread.currentThread(), progress, log);
        running.put(run.run(), current);
        try (TimeLimit.Watched watched = timeLimit.watch(current, version.task().timeout())) {
            return executeRoute(current, version);
        }
    }

    private Ending executeRoute(RunningRun current, TaskEntry version) throws Exception {
        Run run = current.run();
        RunLog log = current.log();
        Retries retries = new Retries();
        while (true) {
            Outcome outcome = attempt(run, version.task(), version.route(), current);
            Retries.Cause again = outcome.again();
            Optional<Duration> pause = again == null ? Optional.empty() : retries.next(again);
            if (again == null || pause.isEmpty()) {
                return outcome.ending()
                        .withMessage(retries.told(outcome.ending().message()));
            }
            if (again == Retries.Cause.LEARNED) {
                log.line("Once more from the beginning: " + outcome.ending().message());
            } else {
                tell(current, retries, again, pause.get(), outcome.ending().message());
            }
            if (current.awaitStop(pause.get())) {
                return RunAttempt.stopped(Objects.requireNonNull(current.stopRequest()));
            }
        }
    }

    /** Only a promise for whoever watches: without it the run goes on as well. */
    private @Nullable Long rowsExpected(Run run) {
        try {
            return history.rowsExpected(run).orElse(null);
        } catch (DataAccessException e) {
            LOG.warn("run={}: what to expect of it is not known: {}", run.run(), SqlProblem.tell(e));
            return null;
        }
    }

    private void tell(RunningRun current, Retries retries, Retries.Cause cause, Duration pause, String problem) {
        String text = "Retry %d of %d in %d s".formatted(retries.done(), Retries.most(cause), pause.toSeconds());
        current.progress().step(text);
        current.log().line(text + ": " + problem);
        try {
            store.countRetry(current.run().run(), retries.done());
        } catch (DataAccessException e) {
            LOG.warn(
                    "run={}: its retries are not written down: {}",
                    current.run().run(),
                    e.getMessage());
        }
    }

    private Outcome attempt(Run run, Task task, TaskConsumer entry, RunningRun current) throws Exception {
        Set<String> written = new HashSet<>(task.sends().keySet());
        written.add(task.target());
        try (RunConnections connections =
                new RunConnections(databases, task.source(), written, memory.fetchRows(run.task()))) {
            current.progress().begin();
            current.enterRoute(connections);
            connections.bind();
            try {
                Outcome outcome = new RunAttempt(
                                run,
                                task,
                                current,
                                databases,
                                connections,
                                memory,
                                () -> heldRows.at(run.site(), run.task()),
                                new AskedMails(current, rowLetters),
                                keptRows)
                        .execute(entry);
                current.doubt(connections.awaitAborted());
                return outcome.with(current.doubts());
            } finally {
                connections.unbind();
                current.leaveRoute();
            }
        }
    }
}
