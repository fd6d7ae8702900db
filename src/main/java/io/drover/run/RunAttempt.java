package io.drover.run;

import io.drover.db.AnswerTooLargeException;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlClass;
import io.drover.db.SqlProblem;
import io.drover.mail.RunMails;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.GuardException;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.RowReceiver;
import io.drover.send.SendCounts;
import io.drover.send.SendException;
import io.drover.send.SendMemory;
import io.drover.send.SendRun;
import io.drover.send.SendSession;
import io.drover.send.TryAgainException;
import io.drover.task.RunFollowers;
import io.drover.task.Task;
import io.drover.task.TaskConsumer;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final SendMemory memory;
    private final Supplier<RowsOnHold> held;
    private final AskedMails mails;
    private final KeptRows keptRows;
    private @Nullable SendSession session;
    private boolean committing;

    /** @param guardRemovals how many rows the guard kept from being removed; null where it did not stop the run */
    record Ending(
            Result result,
            String message,
            SendCounts counts,
            @Nullable Long guardRemovals) {

        Ending(Result result, String message) {
            this(result, message, SendCounts.NONE, null);
        }

        Ending withMessage(String text) {
            return new Ending(result, text, counts, guardRemovals);
        }
    }

    /** @param again why the run should be executed once more; null where this is its end */
    record Outcome(Ending ending, Retries.@Nullable Cause again) {

        /** The same, which also tells what of the run may still go on. */
        Outcome with(List<String> doubts) {
            return doubts.isEmpty()
                    ? this
                    : new Outcome(ending.withMessage(ending.message() + "; " + String.join("; ", doubts)), again);
        }
    }

    /** @param held asks which rows the run must leave as they are */
    RunAttempt(
            Run run,
            Task task,
            RunningRun current,
            SiteDatabases databases,
            RunConnections connections,
            SendMemory memory,
            Supplier<RowsOnHold> held,
            AskedMails mails,
            KeptRows keptRows) {
        this.run = run;
        this.task = task;
        this.current = current;
        this.databases = databases;
        this.connections = connections;
        this.memory = memory;
        this.held = held;
        this.mails = mails;
        this.keptRows = keptRows;
    }

    Outcome execute(TaskConsumer entry) throws Exception {
        try {
            if (run.purpose() == Purpose.UNDO) {
                return outcome(null, undo());
            }
            Exchange exchange = entry.run(this::prepare, this::complete);
            return outcome(exchange, exchange.getException());
        } finally {
            if (session != null) {
                session.close();
            }
        }
    }

    /** An undo is about rows that were kept; the route has no part in it. */
    private @Nullable Throwable undo() {
        try {
            SendSession begun = begin();
            begun.undo(Objects.requireNonNull(run.ofRun(), "the run to undo"));
            commit(begun);
            return null;
        } catch (RuntimeException e) {
            connections.close();
            return e;
        }
    }

    private void prepare(Exchange exchange) {
        exchange.setProperty(RunningRun.PROPERTY, current);
        exchange.setProperty(Purpose.REHEARSAL, !run.purpose().writes());
        exchange.setProperty(Mode.PROPERTY, run.mode());
        exchange.setProperty(RunMails.PROPERTY, mails);
        exchange.setProperty(RunFollowers.PROPERTY, (RunFollowers) current::follow);
        if (!task.isSendable()) {
            return;
        }
        SendSession begun = begin();
        exchange.setProperty(RowReceiver.PROPERTY, begun);
        exchange.getMessage().setHeader(SendSession.SINCE, begun.since());
        current.log().line(begun.since() == null ? "All rows" : "Changes since " + begun.since());
    }

    private SendSession begin() {
        RowsOnHold onHold = held.get();
        SendRun sendRun = new SendRun(
                run.site(),
                run.task(),
                run.queue(),
                run.mode(),
                run.purpose(),
                run.run(),
                run.token(),
                task.clock(),
                task.target(),
                task.sends(),
                task.overlap(),
                onHold.held(),
                onHold.anyEnded(),
                keptRows.time(),
                run.confirmedRemovals());
        SendSession begun = SendSession.begin(sendRun, databases, connections, memory, current.progress());
        session = begun;
        return begun;
    }

    private void complete(Exchange exchange) {
        if (exchange.getException() != null) {
            connections.close();
            return;
        }
        if (session == null) {
            committing = true;
            doubtMails();
            connections.commit(task.target());
        } else {
            commit(session);
            exchange.getMessage().setHeader(SendSession.SENT, session.counts().written());
        }
    }

    private void commit(SendSession begun) {
        committing = true;
        begun.complete();
        begun.report().forEach(current.log()::line);
    }

    /** From here on nobody knows whether the run commits, until the answer is there. */
    private void doubtMails() {
        if (current.letters() != LetterFate.NONE) {
            current.letters(LetterFate.SEND);
        }
    }

    private Outcome outcome(@Nullable Exchange exchange, @Nullable Throwable failure) throws InterruptedException {
        current.leaveRoute();
        if (failure == null) {
            if (session != null) {
                keptRows.keep(run, session.pages());
            }
            return new Outcome(ok(), null);
        }
        SQLException sql = SqlProblem.in(failure);
        if (committing && session != null && run.purpose().writes() && sql != null) {
            connections.close();
            LetterFate known = current.letters();
            doubtMails();
            Optional<Ending> committed = new CommitQuestion(run, databases.get(task.target()), current).ask(failure);
            if (committed.isPresent()) {
                return new Outcome(committed.get(), null);
            }
            current.letters(known);
        }
        StopRequest stop = current.stopRequest();
        if (stop != null) {
            return new Outcome(doubted(stopped(stop), sql), null);
        }
        Retries.Cause again = again(failure, sql);
        if (again != Retries.Cause.LEARNED) {
            LOG.warn("site={} task={} run={} failed", run.site(), run.task(), run.run(), failure);
        }
        if (session != null && again == null) {
            keptRows.keepRefused(run, session.refused());
        }
        return new Outcome(doubted(failed(RunFailure.describe(exchange, failure), failure, sql), sql), again);
    }

    /** A commit without a ledger that nobody confirmed may have happened all the same. */
    private Ending doubted(Ending ending, @Nullable SQLException sql) {
        return committing && session == null && sql != null && SqlProblem.isUnanswered(sql)
                ? ending.withMessage(ending.message() + "; " + RunMessage.NOT_KNOWN)
                : ending;
    }

    static Ending stopped(StopRequest stop) {
        return new Ending(stop.result(), stop.message());
    }

    private static Ending failed(String problem, Throwable failure, @Nullable SQLException sql) {
        GuardException guard = find(failure, GuardException.class);
        Long removals = guard == null ? null : guard.removals();
        boolean isCancelled = sql != null && SqlClass.of(sql) == SqlClass.CANCELLED;
        return new Ending(
                Result.FAILED,
                isCancelled ? "Cancelled by the database, not by Drover: " + problem : problem,
                SendCounts.NONE,
                removals);
    }

    private Retries.@Nullable Cause again(Throwable failure, @Nullable SQLException sql) {
        if (TryAgainException.isIn(failure)) {
            return Retries.Cause.LEARNED;
        }
        if (AnswerTooLargeException.isIn(failure)) {
            return memory.fetchFewer(run.task(), connections.fetchRows()) ? Retries.Cause.LEARNED : null;
        }
        boolean isUnknown = committing && session == null;
        if (sql == null || isUnknown || find(failure, GuardException.class) != null) {
            return null;
        }
        return switch (SqlClass.of(sql)) {
            case HEALS -> Retries.Cause.HEALS;
            case HEALS_SLOWLY -> Retries.Cause.HEALS_SLOWLY;
            case NEVER, ROW, CANCELLED -> null;
        };
    }

    private static <T extends SendException> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    private Ending ok() {
        if (session == null) {
            SendCounts mailed = mails.counts();
            return new Ending(result(mailed), mails.note().orElse("Done"), mailed, null);
        }
        SendCounts counts = session.counts();
        StringBuilder text = new StringBuilder(RunMessage.of(run.purpose(), counts));
        session.notes().forEach(note -> text.append("; ").append(note));
        mails.note().ifPresent(note -> text.append("; ").append(note));
        return new Ending(result(counts.plus(mails.counts())), text.toString(), counts, null);
    }

    static Result result(SendCounts counts) {
        return counts.refused() == 0 ? Result.OK : Result.OK_WITH_REFUSED_ROWS;
    }
}
