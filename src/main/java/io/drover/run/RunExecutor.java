package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Ledger;
import io.drover.send.SendCounts;
import io.drover.send.SendRun;
import io.drover.send.SendSession;
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
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
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
        Ending ending;
        try {
            ending = executeRoute(run);
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.error("site={} task={} run={} failed", run.site(), run.task(), run.run(), e);
            ending = new Ending(Result.FAILED, String.valueOf(e.getMessage()), SendCounts.NONE);
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
    private void writeDown(Run run, Ending ending) {
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
        events.line(
                run.queue(),
                "%s, %s: %s. %s"
                        .formatted(
                                run.title(), run.mode().words(), ending.result().word(), ending.message()));
    }

    private Ending executeRoute(Run run) throws Exception {
        Optional<Task> task = catalogue.find(run.task());
        Optional<TaskConsumer> entry = catalogue.entry(run.task());
        if (task.isEmpty() || entry.isEmpty()) {
            return new Ending(
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
                return new Attempt(run, task.get(), current, connections).execute(entry.get());
            } finally {
                connections.unbind();
                current.leaveRoute();
            }
        }
    }

    private record Ending(Result result, String message, SendCounts counts) {}

    /** One way through the route: what it needs at hand and what came of it. */
    private final class Attempt {

        private final Run run;
        private final Task task;
        private final RunningRun current;
        private final RunConnections connections;
        private @Nullable SendSession session;
        private boolean committing;

        private Attempt(Run run, Task task, RunningRun current, RunConnections connections) {
            this.run = run;
            this.task = task;
            this.current = current;
            this.connections = connections;
        }

        private Ending execute(TaskConsumer entry) throws Exception {
            Exchange exchange = entry.run(this::prepare, this::complete);
            current.leaveRoute();
            Exception failure = exchange.getException();
            if (failure == null) {
                return ok();
            }
            if (committing) {
                Optional<SendCounts> committed = Ledger.find(databases.get(task.target()), run.site(), run.run());
                if (committed.isPresent()) {
                    return new Ending(
                            Result.OK, "Committed, although the database did not confirm it", committed.get());
                }
            }
            StopRequest stop = current.stopRequest();
            if (stop != null) {
                return new Ending(
                        Result.STOPPED, "Stopped by %s: %s".formatted(stop.by(), stop.reason()), SendCounts.NONE);
            }
            LOG.warn("site={} task={} run={} failed", run.site(), run.task(), run.run(), failure);
            return new Ending(Result.FAILED, RunFailure.describe(exchange, failure), SendCounts.NONE);
        }

        private void prepare(Exchange exchange) {
            exchange.setProperty(RunningRun.PROPERTY, current);
            if (task.isSendable()) {
                SendRun sendRun = new SendRun(
                        run.site(),
                        run.task(),
                        run.queue(),
                        run.mode(),
                        run.run(),
                        run.token(),
                        task.source(),
                        task.target(),
                        task.overlap());
                session = SendSession.begin(sendRun, databases, connections, current::progress);
                exchange.setProperty(SendSession.PROPERTY, session);
                exchange.getMessage().setHeader(SendSession.SINCE, session.since());
                store.log(run.run(), session.since() == null ? "All rows" : "Changes since " + session.since());
            }
        }

        private void complete(Exchange exchange) {
            if (exchange.getException() != null) {
                connections.close();
                return;
            }
            committing = true;
            if (session == null) {
                connections.commit(task.target());
            } else {
                session.commit();
            }
        }

        private Ending ok() {
            if (session == null) {
                return new Ending(Result.OK, "Done", SendCounts.NONE);
            }
            SendCounts counts = session.counts();
            StringBuilder text = new StringBuilder(
                    counts.written() == 0
                            ? "Nothing had changed"
                            : "%d inserted, %d updated, %d removed"
                                    .formatted(counts.inserted(), counts.updated(), counts.removed()));
            session.notes().forEach(note -> text.append("; ").append(note));
            return new Ending(Result.OK, text.toString(), counts);
        }
    }
}
