package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.send.SendCounts;
import io.drover.send.SendMemory;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskConsumer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Executes the runs of one site. Guarantee: when {@link #execute} returns, the run has a result, and its rows,
 * watermark and ledger are in the target if that result is OK and are not if it is another. Thread-safe.
 */
public final class RunExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final SiteDatabases databases;
    private final TaskCatalogue catalogue;
    private final RunStore store;
    private final EventLog events;
    private final SendMemory memory = new SendMemory();
    private final Map<Long, RunningRun> running = new ConcurrentHashMap<>();

    public RunExecutor(SiteDatabases databases, TaskCatalogue catalogue, RunStore store, EventLog events) {
        this.databases = databases;
        this.catalogue = catalogue;
        this.store = store;
        this.events = events;
    }

    public Optional<RunningRun> running(long run) {
        return Optional.ofNullable(running.get(run));
    }

    public Collection<RunningRun> running() {
        return List.copyOf(running.values());
    }

    /** Executes a claimed run on the calling thread. Never throws: whatever goes wrong is the run's result. */
    void execute(Run run) {
        RunAttempt.Ending ending;
        try {
            ending = executeRoute(run);
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.error("site={} task={} run={} failed", run.site(), run.task(), run.run(), e);
            ending = new RunAttempt.Ending(Result.FAILED, String.valueOf(e.getMessage()), SendCounts.NONE);
        }
        try {
            writeDown(run, ending);
        } finally {
            RunningRun done = running.remove(run.run());
            if (done != null) {
                done.ended();
            }
        }
    }

    /** Tries until the control database has taken the result: without it the queue would stay blocked. */
    private void writeDown(Run run, RunAttempt.Ending ending) {
        while (true) {
            try {
                store.log(run.run(), "%s: %s".formatted(ending.result().word(), ending.message()));
                store.end(run.run(), ending.result(), ending.message(), ending.counts());
                break;
            } catch (DataAccessException e) {
                LOG.error(
                        "site={} task={} run={}: its result {} cannot be written down yet: {}",
                        run.site(),
                        run.task(),
                        run.run(),
                        ending.result().word(),
                        e.getMessage());
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
        String what = catalogue.find(run.task()).map(Task::isSendable).orElse(true)
                ? run.title() + ", " + run.mode().words()
                : run.title();
        events.line(run.queue(), "%s: %s. %s".formatted(what, ending.result().word(), ending.message()));
    }

    private RunAttempt.Ending executeRoute(Run run) throws Exception {
        Optional<Task> task = catalogue.find(run.task());
        Optional<TaskConsumer> entry = catalogue.entry(run.task());
        if (task.isEmpty() || entry.isEmpty()) {
            return new RunAttempt.Ending(
                    Result.FAILED, "The route of task %s is not started".formatted(run.task()), SendCounts.NONE);
        }
        Set<String> written = new HashSet<>(task.get().sends());
        written.add(task.get().target());
        try (RunConnections connections =
                new RunConnections(databases, task.get().source(), written)) {
            RunningRun current = new RunningRun(run, connections, Thread.currentThread());
            running.put(run.run(), current);
            store.log(
                    run.run(), "%s asked for by %s (%s)".formatted(run.mode().words(), run.requestedBy(), run.cause()));
            connections.bind();
            try {
                return new RunAttempt(run, task.get(), current, databases, connections, store, memory)
                        .execute(entry.get());
            } finally {
                connections.unbind();
                current.leaveRoute();
            }
        }
    }
}
