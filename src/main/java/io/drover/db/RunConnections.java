package io.drover.db;

import io.drover.config.DroverException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one run: at most one per database, each in one transaction from its first use to the end of
 * the run. The source, and any database that is only read, is read in one snapshot (REPEATABLE READ); what is not
 * written to is opened read-only.
 *
 * <p>While a run is {@linkplain #bind() bound} to a thread, the site's data source beans hand out these connections,
 * so that camel-sql and {@code send:} work in the same transactions. All methods but {@link #cancel()} and
 * {@link #abort()} belong to the run's thread; those two may come from any other.
 */
public final class RunConnections implements AutoCloseable {

    /** How many rows are usually fetched at once. */
    public static final int FETCH_ROWS = 2000;

    private static final ThreadLocal<RunConnections> BOUND = new ThreadLocal<>();

    private final SiteDatabases databases;
    private final String source;
    private final Set<String> written;
    private final int fetchRows;
    private final Map<String, OpenConnection> open = new LinkedHashMap<>();
    private volatile boolean cancelled;

    /**
     * @param source name of the database that is read in one snapshot even if the run writes to it as well
     * @param written names of the databases this run may write to; all others are opened read-only
     */
    public RunConnections(SiteDatabases databases, String source, Set<String> written) {
        this(databases, source, written, FETCH_ROWS);
    }

    /** @param fetchRows how many rows its queries fetch at once; fewer than usual where they are very large */
    public RunConnections(SiteDatabases databases, String source, Set<String> written, int fetchRows) {
        this.databases = databases;
        this.source = source;
        this.written = Set.copyOf(written);
        this.fetchRows = fetchRows;
    }

    static @Nullable RunConnections bound() {
        return BOUND.get();
    }

    public void bind() {
        BOUND.set(this);
    }

    public void unbind() {
        BOUND.remove();
    }

    /** How many rows its queries fetch at once. */
    public int fetchRows() {
        return fetchRows;
    }

    /**
     * The run's connection to a database, opened at the first call.
     *
     * @throws SQLException when the database cannot be reached
     * @throws RunCancelledException when the run was stopped
     */
    public Connection get(String name) throws SQLException {
        synchronized (open) {
            if (cancelled) {
                throw new RunCancelledException();
            }
            OpenConnection opened = open.get(name);
            if (opened != null) {
                return opened.connection();
            }
        }
        boolean writes = written.contains(name);
        OpenConnection opened = OpenConnection.open(databases.get(name), writes, !writes || name.equals(source));
        synchronized (open) {
            open.put(name, opened);
        }
        return opened.connection();
    }

    /** True once {@link #cancel()} was called; loops over rows ask this for each row. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Cancels what the run's servers do for it at this moment and refuses it new connections. Returns at once; call
     * it again until the run has ended, because a cancel that arrives between two statements has no effect.
     */
    public void cancel() {
        cancelled = true;
        // Under the lock: a connection given back meanwhile would have the statement of another run cancelled.
        synchronized (open) {
            open.values().forEach(OpenConnection::cancel);
        }
    }

    /**
     * Ends the queries of the run that is bound to this thread whose rows nobody wants any more, so that closing them
     * does not wait for the rest. Transactions and snapshots stay.
     */
    public static void endReading() {
        RunConnections run = BOUND.get();
        if (run != null) {
            run.snapshot().forEach(OpenConnection::endReading);
        }
    }

    /** The last resort when cancelling did not end the run: cuts the connections and ends the server's sessions. */
    public void abort() {
        cancelled = true;
        takeAll().forEach(OpenConnection::abort);
    }

    private List<OpenConnection> snapshot() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    /** Whoever takes a connection ends it; from then on nobody else touches it or its session. */
    private List<OpenConnection> takeAll() {
        synchronized (open) {
            List<OpenConnection> taken = List.copyOf(open.values());
            open.clear();
            return taken;
        }
    }

    /**
     * Commits what the run wrote: the other written databases first, the main target last, because its ledger says
     * that the run is complete.
     *
     * @throws DroverException naming the database whose commit failed; what was committed before it stays
     */
    public void commit(String mainTarget) {
        for (OpenConnection each : snapshot()) {
            if (!each.name().equals(mainTarget)) {
                commit(each);
            }
        }
        for (OpenConnection each : snapshot()) {
            if (each.name().equals(mainTarget)) {
                commit(each);
            }
        }
    }

    private void commit(OpenConnection each) {
        if (cancelled) {
            throw new RunCancelledException();
        }
        try {
            each.connection().commit();
        } catch (SQLException e) {
            throw new DroverException(
                    "Database %s did not confirm the commit: %s".formatted(each.name(), SqlProblem.describe(e)), e);
        }
    }

    /** Rolls back what was not committed and gives the connections back. */
    @Override
    public void close() {
        takeAll().forEach(OpenConnection::close);
    }
}
