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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run sends: its {@code send:} steps, its counts, and at the end one commit of rows, removals, ledger
 * and watermark. Until {@link #complete()} nothing is visible to anyone; if it is never called, nothing happened.
 *
 * <p>Upserts happen in the order of the steps, parents before children; removals wait for the commit and happen in
 * reverse order, children before parents. Belongs to the run's thread.
 */
public final class SendSession {

    /** The exchange property under which the steps of a route find the session of their run. */
    public static final String PROPERTY = "DroverSendSession";

    /** The message header that SQL files see as {@code :#since}. */
    public static final String SINCE = "since";

    private static final int PROGRESS_EVERY = 1000;

    private final SendRun run;
    private final SiteDatabases databases;
    private final RunConnections connections;
    private final SendProgress progress;
    private final Map<String, Target> targets = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Instant sourceTime;
    private final @Nullable Instant watermark;
    private SendCounts counts = SendCounts.NONE;
    private long rowsRead;

    private record Step(SendOptions options, Target.Stage stage, SendCounts upserted) {}

    private SendSession(
            SendRun run,
            SiteDatabases databases,
            RunConnections connections,
            SendProgress progress,
            Instant sourceTime) {
        this.run = run;
        this.databases = databases;
        this.connections = connections;
        this.progress = progress;
        this.sourceTime = sourceTime;
        this.watermark = onTarget(run.target(), target -> target.watermark(run)).orElse(null);
    }

    /**
     * Opens source and target, takes the source's time in the snapshot of the rows and looks up the watermark.
     *
     * @param memory of the site; this session learns nothing yet
     * @param progress told how far the session is
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
        Instant sourceTime;
        try {
            sourceTime = SourceClock.read(connections.get(source.name()), source.timeZone());
        } catch (SQLException e) {
            throw new SendException(
                    "The source #%s does not answer: %s".formatted(source.name(), SqlProblem.describe(e)), e);
        }
        return new SendSession(run, databases, connections, progress, sourceTime);
    }

    /**
     * From when on Send Changed looks for changes: the watermark less the overlap, in the source's zone. Null means
     * all rows: in mode ALL and before the first send.
     */
    public @Nullable LocalDateTime since() {
        if (run.mode() == Mode.ALL || watermark == null) {
            return null;
        }
        return LocalDateTime.ofInstant(
                watermark.minus(run.overlap()), databases.get(run.source()).timeZone());
    }

    public SendCounts counts() {
        return counts;
    }

    /** What a person should know of the run beyond its counts. */
    public List<String> notes() {
        return steps.stream().flatMap(step -> step.stage().notes().stream()).toList();
    }

    /** What each step did before the removals, one line each. */
    public List<String> report() {
        return steps.stream()
                .map(step -> "%s: %,d equal, %,d inserted, %,d updated"
                        .formatted(
                                step.options().table(),
                                step.upserted().equal(),
                                step.upserted().inserted(),
                                step.upserted().updated()))
                .toList();
    }

    SendCounts send(SendOptions asked, @Nullable Object body) throws SQLException {
        SendOptions options = run.confirmedRemovals() == null ? asked : asked.unguarded();
        progress.step("applying " + options.table());
        return onTarget(options.database(), target -> {
            Target.Stage stage = stage(target, options, body);
            stage.finish();
            SendCounts upserted = stage.upsert();
            steps.add(new Step(options, stage, upserted));
            counts = counts.plus(upserted);
            return upserted;
        });
    }

    private Target.Stage stage(Target target, SendOptions options, @Nullable Object body) throws SQLException {
        Table table = target.table(options.table());
        TableFit fit = new TableFit(table, options);
        int step = steps.size() + 1;
        try (RowStream rows = RowStream.of(body, options.table())) {
            if (!rows.hasNext()) {
                return target.stage(step, table, fit.keyColumns(), options);
            }
            Row row = rows.next();
            Row.Columns columns = row.columns();
            Target.Stage stage = target.stage(step, table, fit.columnsOf(columns), options);
            add(stage, row);
            while (rows.hasNext()) {
                row = rows.next();
                if (row.columns() != columns) {
                    fit.checkAlike(columns, row);
                }
                add(stage, row);
            }
            return stage;
        } catch (IOException e) {
            throw new SendException("The rows for " + options.table() + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private void add(Target.Stage stage, Row row) throws SQLException {
        stage.add(row, TableFit.isGone(row));
        countRow();
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

    /**
     * Restores what an earlier run changed, in place of the steps of the route.
     *
     * @throws SendException when it cannot be restored
     */
    public void undo(long ofRun) {
        throw new SendException("The rows that run %d changed were not kept, so it cannot be undone".formatted(ofRun));
    }

    /**
     * Removes what left the set and ends the run: a send commits; a preview and a verify take everything back. When it
     * returns after a send, rows, ledger and watermark are in the target; when it throws, none of them is, unless the
     * database failed in the commit itself: then the ledger tells.
     */
    public void complete() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            Optional<Target.Stage> parent = parentOf(i);
            progress.step("removing from " + step.options().table());
            counts = counts.plus(
                    onTarget(step.options().database(), target -> step.stage().remove(run.mode(), parent)));
        }
        checkConfirmed();
        if (!run.purpose().writes()) {
            connections.close();
            return;
        }
        progress.step("committing");
        onTarget(run.target(), target -> {
            target.record(run, sourceTime, counts);
            return counts;
        });
        connections.commit(run.target());
    }

    private void checkConfirmed() {
        Long confirmed = run.confirmedRemovals();
        if (confirmed != null && counts.removed() > confirmed) {
            throw new GuardException(
                    "%d rows would be removed, but only %d were confirmed, so nothing was. Look at the source, then confirm this run"
                            .formatted(counts.removed(), confirmed),
                    counts.removed());
        }
    }

    /** The send of the parents: the first one before a step whose key has the columns that {@code within} names. */
    private Optional<Target.Stage> parentOf(int index) {
        SendOptions child = steps.get(index).options();
        return steps.subList(0, index).stream()
                .filter(step -> step.options().database().equals(child.database()))
                .filter(step -> step.options().key().equals(child.within()))
                .map(Step::stage)
                .findFirst();
    }

    private <T> T onTarget(String database, TargetWork<T> work) {
        try {
            Target target = targets.get(database);
            if (target == null) {
                target = new PostgresTarget(connections.get(database));
                targets.put(database, target);
            }
            return work.apply(target);
        } catch (SQLException e) {
            throw new SendException("Target #%s: %s".formatted(database, SqlProblem.describe(e)), e);
        }
    }

    @FunctionalInterface
    private interface TargetWork<T> {
        T apply(Target target) throws SQLException;
    }
}
