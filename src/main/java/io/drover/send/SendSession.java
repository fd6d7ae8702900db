package io.drover.send;

import io.drover.config.DroverException;
import io.drover.db.Database;
import io.drover.db.RunCancelledException;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run sends: its {@code send:} steps, its counts, and at the end one commit of rows, removals, ledger
 * and watermark. Until {@link #complete()} nothing is visible to anyone; if it is never called, nothing happened.
 *
 * <p>New and changed rows are written in the order of the steps, parents before children; removals wait for the end and
 * happen in reverse order, children before parents. Belongs to the run's thread.
 */
public final class SendSession implements RowReceiver, AutoCloseable {

    /** The message header that SQL files see as {@code :#since}. */
    public static final String SINCE = "since";

    /** The message header that tells {@code onCompletion} how many rows were inserted, updated or removed (PF25). */
    public static final String SENT = "sent";

    private static final int PROGRESS_EVERY = 1000;

    private final SendRun run;
    private final SiteDatabases databases;
    private final RunConnections connections;
    private final SendProgress progress;
    private final Targets targets;
    private final SendContext context;
    private final ChangeWindow window;
    private final ColumnMemory columns;
    private final List<SendStep> steps = new ArrayList<>();
    private final List<RunPage> pages = new ArrayList<>();
    private SendCounts undone = SendCounts.NONE;
    private long rowsRead;

    private SendSession(
            SendRun run,
            SiteDatabases databases,
            RunConnections connections,
            Targets targets,
            SendMemory memory,
            SendProgress progress,
            SourceTime clock) {
        this.run = run;
        this.databases = databases;
        this.connections = connections;
        this.targets = targets;
        this.progress = progress;
        this.context = new SendContext(
                run, memory, clock, new RowKeeper(this::keep), WriteLimit.of(run.purpose()), new ArrayList<>());
        this.window = new ChangeWindow(
                run,
                clock,
                withTarget(run.target(), target -> target.state().watermark(run))
                        .orElse(null));
        this.columns = new ColumnMemory(
                run, withTarget(run.target(), target -> target.state().sentColumns(run)));
    }

    /**
     * Opens source and target, waits for other runs that write to the same tables, takes the source's time in the
     * snapshot of the rows and looks up the watermark.
     *
     * @throws DroverException when source or target cannot be reached, naming it
     */
    public static SendSession begin(
            SendRun run,
            SiteDatabases databases,
            RunConnections connections,
            SendMemory memory,
            SendProgress progress) {
        Database source = databases.get(run.source());
        TargetState.prepare(databases.get(run.target()));
        Targets targets = new Targets(run, databases, connections);
        if (run.purpose() != Purpose.VERIFY) {
            progress.step("waiting for other runs of the same tables");
            targets.lockTables();
        }
        SourceTime clock;
        try {
            clock = SourceClock.read(connections.get(source.name()), source.timeZone());
        } catch (SQLException e) {
            throw new SendException(
                    "The source #%s does not answer: %s".formatted(source.name(), SqlProblem.describe(e)), e);
        }
        SendSession session = new SendSession(run, databases, connections, targets, memory, progress, clock);
        if (session.window.hasClockSteppedBack()) {
            session.context.note(
                    "The clock of the source stands before the watermark: it stepped back, or the source was restored. All rows are read");
        }
        if (run.holdEnded() && run.mode() == Mode.CHANGED) {
            session.context.note("A row is held no longer. All rows are read, since its changes may be of any age");
        }
        return session;
    }

    /** Rows of a run that writes are kept with them; of one that is rolled back, only what is kept elsewhere remains. */
    private void keep(RunPage page) throws SQLException {
        if (run.purpose().writes()) {
            for (SendStep step : steps) {
                step.endLoad();
            }
            RunRowStore.write(connections.get(run.target()), run.site(), run.run(), page, run.keepRows());
        } else {
            pages.add(page);
        }
    }

    /** The list of the rows of a preview or a verify, to be kept by whoever asked for it. */
    public List<RunPage> pages() {
        return pages;
    }

    /** The rows that were refused, also when the run failed because of them. */
    public List<RunRow> refused() {
        return context.rows().refused();
    }

    /** From when on Send Changed looks for changes, in the source's zone; null means all rows. */
    public @Nullable LocalDateTime since() {
        return window.since();
    }

    Mode mode() {
        return run.mode();
    }

    @Nullable
    Watermark watermark() {
        return window.watermark();
    }

    public SendCounts counts() {
        return steps.stream().map(SendStep::counts).reduce(undone, SendCounts::plus);
    }

    /** What a person should know of the run beyond its counts. */
    public List<String> notes() {
        return steps.stream().flatMap(step -> step.notes().stream()).toList();
    }

    /** What the run's log should say: what each step did, and what was decided on the way. */
    public List<String> report() {
        List<String> lines = new ArrayList<>(context.notes());
        for (SendStep step : steps) {
            SendCounts counts = step.counts();
            lines.add("%s: %,d equal, %,d inserted, %,d updated, %,d removed"
                    .formatted(
                            step.options().table(),
                            counts.equal(),
                            counts.inserted(),
                            counts.updated(),
                            counts.removed()));
        }
        return lines;
    }

    @Override
    public SendCounts send(SendOptions options, @Nullable Object body) throws SQLException {
        return withTarget(options.database(), target -> {
            progress.step("comparing " + options.table());
            try (RowStream rows = RowStream.of(body, options.table())) {
                if (options.deletes() && run.mode() == Mode.ALL) {
                    // The send of all rows has found them already.
                    return SendCounts.NONE;
                }
                SendStep step = send(target, options, rows);
                return step.counts();
            } catch (IOException e) {
                throw new SendException("The rows for " + options.table() + " cannot be closed: " + e.getMessage(), e);
            }
        });
    }

    private SendStep send(Target target, SendOptions asked, RowStream rows) throws SQLException, IOException {
        Table table = target.table(asked.table());
        SendOptions options = asked.in(table);
        if (run.purpose() != Purpose.VERIFY) {
            target.lock(options.table());
        }
        checkOwner(target, options);
        Row.Columns found = rows.columns();
        SchemaDrift drift = columns.compare(options, table, found, target.state());
        drift.notes().forEach(context::note);
        TableFit fit = new TableFit(table, options, drift.leftOut());
        List<Column> rowColumns = columns(fit, options, found);
        int number = steps.size() + 1;
        TargetTable seen = target.open(table, rowColumns, options.key(), number);
        SendStep step = new SendStep(context, options, seen, number, target.connection());
        SendStep parent = parentOf(options);
        steps.add(step);
        RowEncoder encoder = new RowEncoder(rowColumns, options, step.refusals());
        EncodedRows encoded = new EncodedRows(
                rows,
                fit,
                found,
                encoder,
                seen,
                options.key(),
                new Portions(target.connection()),
                step.refusals(),
                row -> {
                    step.stamps().look(row);
                    countRow();
                });
        if (!sentByHashes(step, encoded, rows, target)) {
            rows.readAhead(target.connection(), connections.fetchRows());
            step.send(encoded, parent);
        }
        step.addNotes(drift.notes());
        step.addNotes(encoder.notes());
        return step;
    }

    private boolean sentByHashes(SendStep step, EncodedRows encoded, RowStream rows, Target target)
            throws SQLException, IOException {
        HashedSource hashed =
                step.mayCompareHashes() ? step.hashed(rows, target.connection(), connections.fetchRows()) : null;
        if (hashed == null) {
            return false;
        }
        long before = rowsRead;
        if (step.sendByHashes(hashed, encoded, this::countRow)) {
            rows.leave();
            return true;
        }
        rowsRead = before;
        return false;
    }

    private static List<Column> columns(TableFit fit, SendOptions options, Row.@Nullable Columns found) {
        if (found != null) {
            fit.check(found);
        }
        return found == null || options.deletes() ? fit.keyColumns() : fit.columnsOf(found);
    }

    private void checkOwner(Target target, SendOptions options) throws SQLException {
        if (options.only() != SendOptions.Only.EVERYTHING && !options.deletes()) {
            return;
        }
        String owner = target.state().own(options.table(), run.site());
        if (!owner.equals(run.site())) {
            throw new SendException(
                    "%s in #%s is kept equal by site %s, so site %s must not send to it: two sites need two targets. If site %s gave it up, delete its row from %s"
                            .formatted(
                                    options.table(),
                                    options.database(),
                                    owner,
                                    run.site(),
                                    owner,
                                    target.state().name("table_owner")));
        }
    }

    private void countRow() {
        rowsRead++;
        if (rowsRead % PROGRESS_EVERY == 0) {
            progress.rows(rowsRead);
        }
        if (connections.isCancelled()) {
            throw new RunCancelledException();
        }
    }

    /** The send of the parents: the first one before a step whose key has the columns that {@code within} names. */
    private @Nullable SendStep parentOf(SendOptions child) {
        return steps.stream()
                .filter(step -> step.options().database().equals(child.database()))
                .filter(step -> step.options().key().equals(child.within()))
                .findFirst()
                .orElse(null);
    }

    /**
     * Removes what left the set and commits; a preview and a verify are rolled back instead. When it returns, rows,
     * ledger and watermark of a send are in the target; when it throws, none of them is, unless the database failed in
     * the commit itself: then the ledger tells.
     *
     * @throws GuardException when too many rows would be removed
     */
    public void complete() {
        judgeRemovals();
        progress.step("removing rows");
        for (int i = steps.size() - 1; i >= 0; i--) {
            SendStep step = steps.get(i);
            withTarget(step.options().database(), target -> {
                step.remove();
                return step;
            });
        }
        retryPostponed();
        checkNotRestored();
        context.rows().finish();
        if (!run.purpose().writes()) {
            if (run.purpose() == Purpose.PREVIEW && context.limit().isReached()) {
                context.note(
                        "So many rows differ that the shop was not asked about the last of them: some may be refused");
            }
            connections.close();
            return;
        }
        progress.step("committing");
        SendCounts counts = counts();
        withTarget(run.target(), target -> {
            target.settle();
            TargetState state = target.state();
            state.record(run, counts);
            if (run.purpose() != Purpose.UNDO) {
                window.move(state, counts.refused() > 0, newest());
            }
            columns.write(state);
            return counts;
        });
        connections.commit(run.target());
    }

    /** A row that goes through may make room for another one, or be its parent, in any step. */
    private void retryPostponed() {
        boolean anyTaken = true;
        while (anyTaken) {
            anyTaken = false;
            for (SendStep step : steps) {
                anyTaken |= withTarget(step.options().database(), target -> step.retryPostponed());
            }
        }
        steps.forEach(SendStep::refusePostponed);
    }

    /**
     * Restores what an earlier run changed.
     *
     * @throws SendException when the rows of that run were not kept
     */
    public void undo(long ofRun) {
        progress.step("restoring rows");
        undone = withTarget(run.target(), target -> {
            Undo undo = new Undo(context, target);
            undo.of(databases.get(run.target()), ofRun);
            return undo.counts();
        });
    }

    private void judgeRemovals() {
        List<Guard> trips = new ArrayList<>();
        for (SendStep step : steps) {
            withTarget(step.options().database(), target -> step.judge()).ifPresent(trips::add);
        }
        long removals = trips.stream().mapToLong(Guard::removals).sum();
        Long confirmed = run.confirmedRemovals();
        if (removals == 0 || confirmed != null && removals <= confirmed || run.purpose() == Purpose.VERIFY) {
            return;
        }
        String reasons = String.join("; ", trips.stream().map(Guard::reason).toList());
        if (run.purpose() == Purpose.PREVIEW) {
            context.note("The guard would stop this send: " + reasons);
            return;
        }
        throw new GuardException(
                "Guard: %s, so nothing was sent. If the source is right, confirm the removal of this run once, or set 'guard: none' on the send"
                        .formatted(reasons),
                removals);
    }

    private void checkNotRestored() {
        boolean explained = steps.stream()
                .anyMatch(step -> step.options().deletes() && step.counts().removed() > 0);
        if (!explained && run.purpose() != Purpose.UNDO) {
            window.checkNotRestored(newest());
        }
    }

    private @Nullable Instant newest() {
        return steps.stream()
                .filter(step -> step.options().only() == SendOptions.Only.EVERYTHING)
                .map(step -> step.stamps().newest())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public void close() {
        steps.forEach(SendStep::close);
    }

    <T> T withTarget(String database, Targets.Work<T> work) {
        return targets.with(database, work);
    }
}
