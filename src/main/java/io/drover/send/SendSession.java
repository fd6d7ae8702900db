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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final int PROGRESS_EVERY = 1000;

    private final SendRun run;
    private final SiteDatabases databases;
    private final RunConnections connections;
    private final SendProgress progress;
    private final Map<String, Target> targets = new HashMap<>();
    private final List<SendStep> steps = new ArrayList<>();
    private final List<RunPage> pages = new ArrayList<>();
    private final SendContext context;
    private final @Nullable Watermark watermark;
    private final Map<String, SentColumns> sentBefore;
    private final Map<String, SentColumns> sentNow = new LinkedHashMap<>();
    private SendCounts undone = SendCounts.NONE;
    private long rowsRead;

    private SendSession(
            SendRun run,
            SiteDatabases databases,
            RunConnections connections,
            SendMemory memory,
            SendProgress progress,
            SourceTime clock) {
        this.run = run;
        this.databases = databases;
        this.connections = connections;
        this.progress = progress;
        this.context = new SendContext(
                run, memory, clock, new RowKeeper(this::keep), WriteLimit.of(run.purpose()), new ArrayList<>());
        this.watermark =
                withTarget(run.target(), target -> target.watermark(run)).orElse(null);
        this.sentBefore = withTarget(run.target(), target -> target.sentColumns(run));
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
        Database target = databases.get(run.target());
        target.prepareOnce(() -> PostgresTarget.prepare(target));
        lockTables(run, databases, connections, progress);
        SourceTime clock;
        try {
            clock = SourceClock.read(connections.get(source.name()), source.timeZone());
        } catch (SQLException e) {
            throw new SendException(
                    "The source #%s does not answer: %s".formatted(source.name(), SqlProblem.describe(e)), e);
        }
        SendSession session = new SendSession(run, databases, connections, memory, progress, clock);
        if (session.hasClockSteppedBack()) {
            session.context.note(
                    "The clock of the source stands before the watermark: it stepped back, or the source was restored. All rows are read");
        }
        if (run.holdEnded() && run.mode() == Mode.CHANGED) {
            session.context.note("A row is held no longer. All rows are read, since its changes may be of any age");
        }
        return session;
    }

    /**
     * Waits for other runs that write to the same tables, before the snapshot of the source is taken: no run writes what
     * it read before another one wrote. All runs lock in the same order, so none waits for one that waits for it.
     */
    private static void lockTables(
            SendRun run, SiteDatabases databases, RunConnections connections, SendProgress progress) {
        if (run.purpose() == Purpose.VERIFY) {
            return;
        }
        progress.step("waiting for other runs of the same tables");
        run.tables().forEach((database, tables) -> {
            try {
                Target target = target(database, run, databases, connections);
                for (String table : tables) {
                    target.lock(table);
                }
            } catch (SQLException e) {
                throw failed(database, e);
            }
        });
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

    private boolean hasClockSteppedBack() {
        return watermark != null && context.clock().now().isBefore(watermark.upto());
    }

    /**
     * From when on Send Changed looks for changes: the watermark less the overlap, in the source's zone, and never
     * later than the newest stamp that was sent. Null means all rows: in mode ALL, before the first send, when the
     * source's clock stepped back, and when rows are held no longer.
     */
    public @Nullable LocalDateTime since() {
        if (run.mode() == Mode.ALL || watermark == null || run.holdEnded() || hasClockSteppedBack()) {
            return null;
        }
        Instant since = watermark.upto().minus(run.overlap());
        if (watermark.newest() != null && watermark.newest().isBefore(since)) {
            since = watermark.newest();
        }
        return LocalDateTime.ofInstant(since, databases.get(run.source()).timeZone());
    }

    Mode mode() {
        return run.mode();
    }

    @Nullable
    Watermark watermark() {
        return watermark;
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

    private SendStep send(Target target, SendOptions options, RowStream rows) throws SQLException {
        Table table = target.table(options.table());
        if (run.purpose() != Purpose.VERIFY) {
            target.lock(options.table());
        }
        checkOwner(target, options);
        Row.Columns found = rows.columns();
        SchemaDrift drift = drift(options, table, found);
        TableFit fit = new TableFit(table, options, drift.leftOut());
        List<Column> columns = columns(fit, options, found);
        int number = steps.size() + 1;
        TargetTable seen = target.open(table, columns, options.key(), number);
        SendStep step = new SendStep(context, options, seen, number, target.connection());
        SendStep parent = parentOf(options);
        steps.add(step);
        RowEncoder encoder = new RowEncoder(columns, options, step.refusals());
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
        rows.readAhead(target.connection());
        step.send(encoded, parent);
        step.addNotes(drift.notes());
        step.addNotes(encoder.notes());
        return step;
    }

    /** Compares the columns with those of the last committed run, before anything is written. */
    private SchemaDrift drift(SendOptions options, Table table, Row.@Nullable Columns found) {
        if (options.deletes()) {
            return new SchemaDrift(options, null, SentColumns.of(null, table, run.run()));
        }
        long before = steps.stream()
                .filter(step -> step.options().table().equals(options.table()))
                .filter(step -> !step.options().deletes())
                .count();
        String send = before == 0 ? options.table() : options.table() + " " + (before + 1);
        SentColumns sent = sentBefore.get(send);
        SchemaDrift drift = new SchemaDrift(options, sent, SentColumns.of(found, table, run.run()));
        drift.check(run);
        drift.notes().forEach(context::note);
        SentColumns toRemember = drift.toRemember(sent);
        if (sent == null || !sent.isAlike(toRemember)) {
            sentNow.put(send, toRemember);
        }
        return drift;
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
        String owner = target.own(options.table(), run.site());
        if (!owner.equals(run.site())) {
            throw new SendException(
                    "%s in #%s is kept equal by site %s, so site %s must not send to it: two sites need two targets. If site %s gave it up, delete its row from drover.table_owner"
                            .formatted(options.table(), options.database(), owner, run.site(), owner));
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
        checkRestored();
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
            target.record(run, counts);
            moveWatermark(target, counts);
            for (Map.Entry<String, SentColumns> each : sentNow.entrySet()) {
                target.setSentColumns(run, each.getKey(), each.getValue());
            }
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

    /** A source that is older than what was sent before cannot be caught up with by its stamps. */
    private void checkRestored() {
        Instant before = watermark == null ? null : watermark.newest();
        if (before == null || since() == null || run.purpose() == Purpose.UNDO) {
            return;
        }
        Instant now = newest();
        boolean explained = steps.stream()
                .anyMatch(step -> step.options().deletes() && step.counts().removed() > 0);
        if ((now == null || now.isBefore(before)) && !explained) {
            throw new SendException(
                    "The source has no row stamped %s or later, though one was sent: it was restored to an older state, or those rows were deleted. Send All makes the target equal to it"
                            .formatted(LocalDateTime.ofInstant(
                                    before, context.clock().zone())));
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

    /**
     * The watermark never passes a row that was refused, so that the row is read again until it goes through. Where all
     * rows were read, the refused one may be of any age, and all are read again.
     */
    private void moveWatermark(Target target, SendCounts counts) throws SQLException {
        if (run.purpose() == Purpose.UNDO) {
            return;
        }
        if (counts.refused() == 0) {
            target.setWatermark(run, new Watermark(context.clock().settled(), newest()));
        } else if (since() == null) {
            target.forgetWatermark(run);
        }
    }

    @Override
    public void close() {
        steps.forEach(SendStep::close);
    }

    <T> T withTarget(String database, TargetWork<T> work) {
        try {
            Target target = targets.get(database);
            if (target == null) {
                target = target(database, run, databases, connections);
                targets.put(database, target);
            }
            return work.apply(target);
        } catch (SQLException e) {
            throw failed(database, e);
        }
    }

    private static Target target(String database, SendRun run, SiteDatabases databases, RunConnections connections)
            throws SQLException {
        return new PostgresTarget(
                connections.get(database),
                databases.get(run.source()).timeZone(),
                databases.get(database).timeZone());
    }

    private static SendException failed(String database, SQLException problem) {
        return new SendException("Target #%s: %s".formatted(database, SqlProblem.describe(problem)), problem);
    }

    /** Work on a target; what it does is part of the run's transaction. */
    @FunctionalInterface
    interface TargetWork<T> {
        T apply(Target target) throws SQLException;
    }
}
