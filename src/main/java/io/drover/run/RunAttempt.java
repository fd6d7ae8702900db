package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Ledger;
import io.drover.send.Mode;
import io.drover.send.SendCounts;
import io.drover.send.SendException;
import io.drover.send.SendRun;
import io.drover.send.SendSession;
import io.drover.task.Task;
import io.drover.task.TaskConsumer;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way of a run through its route, from the first step to the commit, and what came of it. */
final class RunAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(RunAttempt.class);

    private final Run run;
    private final Task task;
    private final RunningRun current;
    private final SiteDatabases databases;
    private final RunConnections connections;
    private final RunStore store;
    private @Nullable SendSession session;
    private boolean committing;

    record Ending(Result result, String message, SendCounts counts) {}

    RunAttempt(
            Run run,
            Task task,
            RunningRun current,
            SiteDatabases databases,
            RunConnections connections,
            RunStore store) {
        this.run = run;
        this.task = task;
        this.current = current;
        this.databases = databases;
        this.connections = connections;
        this.store = store;
    }

    Ending execute(TaskConsumer entry) throws Exception {
        Exchange exchange = entry.run(this::prepare, this::complete);
        current.leaveRoute();
        Exception failure = exchange.getException();
        if (failure == null) {
            return ok();
        }
        if (committing) {
            Optional<Ending> committed = committedAfterAll(failure);
            if (committed.isPresent()) {
                return committed.get();
            }
        }
        StopRequest stop = current.stopRequest();
        if (stop != null) {
            return new Ending(Result.STOPPED, "Stopped by %s: %s".formatted(stop.by(), stop.reason()), SendCounts.NONE);
        }
        LOG.warn("site={} task={} run={} failed", run.site(), run.task(), run.run(), failure);
        return new Ending(Result.FAILED, RunFailure.describe(exchange, failure), SendCounts.NONE);
    }

    /** A commit may have happened although its confirmation was lost; only the ledger in the target knows. */
    private Optional<Ending> committedAfterAll(Exception failure) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            return Ledger.find(databases.get(task.target()), run.site(), run.run())
                    .map(counts ->
                            new Ending(Result.OK, "Committed, although the database did not confirm it", counts));
        } catch (SendException e) {
            return Optional.of(
                    new Ending(Result.FAILED, failure.getMessage() + ". " + e.getMessage(), SendCounts.NONE));
        }
    }

    private void prepare(Exchange exchange) {
        exchange.setProperty(RunningRun.PROPERTY, current);
        exchange.setProperty(Mode.PROPERTY, run.mode());
        if (!task.isSendable()) {
            return;
        }
        SendRun sendRun = new SendRun(
                run.site(),
                run.task(),
                run.queue(),
                run.mode(),
                run.run(),
                run.token(),
                task.clock(),
                task.target(),
                task.overlap());
        SendSession begun = SendSession.begin(sendRun, databases, connections, current::progress);
        session = begun;
        exchange.setProperty(SendSession.PROPERTY, begun);
        exchange.getMessage().setHeader(SendSession.SINCE, begun.since());
        store.log(run.run(), begun.since() == null ? "All rows" : "Changes since " + begun.since());
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
            session.report().forEach(line -> store.log(run.run(), line));
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
                        : "%,d inserted, %,d updated, %,d removed"
                                .formatted(counts.inserted(), counts.updated(), counts.removed()));
        session.notes().forEach(note -> text.append("; ").append(note));
        return new Ending(Result.OK, text.toString(), counts);
    }
}
