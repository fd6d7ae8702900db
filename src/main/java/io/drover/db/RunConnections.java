package io.drover.db;

import io.drover.config.DroverException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one run, or of one question beside the runs: at most one per database, each in one transaction
 * from its first use to the end of the run. The source, and any database that is only read, is read in one snapshot
 * (REPEATABLE READ); what is not written to is opened read-only.
 *
 * <p>While a run is {@linkplain #bind() bound} to a thread, the site's data source beans hand out these connections,
 * so that camel-sql and {@code send:} work in the same transactions. All methods but {@link #cancel()} and
 * {@link #abort()} belong to the run's thread; those two may come from any other.
 */
public final class RunConnections implements AutoCloseable {

    /** How many rows are usually fetched at once. */
    public static final int FETCH_ROWS = 2000;

    private static final Duration ABORT_PATIENCE = Duration.ofSeconds(3);

    private static final ThreadLocal<RunConnections> BOUND = new ThreadLocal<>();

    private final SiteDatabases databases;
    private final String source;
    private final Set<String> written;
    private final int fetchRows;
    private final Map<String, OpenConnection> open = new LinkedHashMap<>();
    private final List<OpenConnection> aborted = new ArrayList<>();
    private final Map<Statement, AskedQuery> asked = new WeakHashMap<>();
    /** Whoever waits for a connection at this moment; guarded by {@link #open}, as what follows. */
    private @Nullable Thread waiting;

    private boolean woken;
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

    /** Remembers what a statement asks for as long as the statement is used. */
    void remember(Statement statement, AskedQuery query) {
        asked.put(statement, query);
    }

    /**
     * What a statement of the run that is bound to this thread asks; null for any other, and for other vendors than
     * PostgreSQL.
     */
    public static @Nullable AskedQuery asked(Statement statement) {
        RunConnections run = BOUND.get();
        return run == null ? null : run.asked.get(statement);
    }

    /** How many rows its queries fetch at once. */
    public int fetchRows() {
        return fetchRows;
    }

    /**
     * The run's connection to a database, opened at the first call.
     *
     * @throws SQLException when the database cannot be reached
     * @throws RunCancelledException when the run was stopped, before or while this waited for a connection
     */
    public Connection get(String name) throws SQLException {
        synchronized (open) {
            refuseIfCancelled();
            OpenConnection opened = open.get(name);
            if (opened != null) {
                return opened.connection();
            }
        }
        boolean writes = written.contains(name);
        OpenConnection opened = take(databases.get(name), writes);
        // Before the first word to the server: from here on a stop can end what is said to it.
        boolean late = !isAdded(name, opened);
        try {
            if (late) {
                throw new RunCancelledException();
            }
            opened.begin(!writes || name.equals(source));
            return opened.connection();
        } catch (SQLException | RuntimeException e) {
            synchronized (open) {
                open.remove(name, opened);
            }
            opened.close();
            throw e;
        }
    }

    private OpenConnection take(Database database, boolean writes) throws SQLException {
        synchronized (open) {
            refuseIfCancelled();
            waiting = Thread.currentThread();
        }
        try {
            return OpenConnection.take(database, writes);
        } catch (SQLException e) {
            refuseIfCancelled();
            throw e;
        } finally {
            synchronized (open) {
                waiting = null;
                if (woken) {
                    woken = false;
                    Thread.interrupted();
                }
            }
        }
    }

    /** A pool whose server lets nobody in would keep it for as long as the pool has patience. */
    private void wakeWhoWaits() {
        synchronized (open) {
            if (waiting != null) {
                woken = true;
                waiting.interrupt();
            }
        }
    }

    /** False when the run was stopped while it waited for the connection. */
    private boolean isAdded(String name, OpenConnection opened) {
        synchronized (open) {
            if (!cancelled) {
                open.put(name, opened);
            }
            return !cancelled;
        }
    }

    private void refuseIfCancelled() {
        if (cancelled) {
            throw new RunCancelledException();
        }
    }

    /** True once {@link #cancel()} was called; loops over rows ask this for each row. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Cancels what the run's servers do for it at this moment, ends its wait for a connection and refuses it new ones.
     * Returns at once; call it again until the run has ended, because a cancel that arrives between two statements has
     * no effect.
     */
    public void cancel() {
        cancelled = true;
        wakeWhoWaits();
        snapshot().forEach(OpenConnection::cancel);
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

    /**
     * The last resort when cancelling did not end the run: cuts the connections and has the servers end their sessions.
     * Returns at once.
     */
    public void abort() {
        synchronized (open) {
            cancelled = true;
            wakeWhoWaits();
            List<OpenConnection> taken = takeAll();
            taken.forEach(OpenConnection::abort);
            aborted.addAll(taken);
        }
    }

    /**
     * Waits until the servers have ended the sessions of an {@link #abort()}, 3 s at most for all of them.
     *
     * @return of which it is not known whether they have, one sentence each
     */
    public List<String> awaitAborted() throws InterruptedException {
        List<OpenConnection> waitedFor;
        synchronized (open) {
            waitedFor = List.copyOf(aborted);
        }
        long end = System.nanoTime() + ABORT_PATIENCE.toNanos();
        List<String> doubts = new ArrayList<>();
        for (OpenConnection each : waitedFor) {
            String doubt = each.awaitAborted(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (doubt != null) {
                doubts.add(doubt);
            }
        }
        return doubts;
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
     * @throws RunCancelledException when the run was stopped; nothing is committed then
     */
    public void commit(String mainTarget) {
        // Its connections may be cut already: then there would be nothing to commit, and nothing to say so.
        refuseIfCancelled();
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

    /** A stop that comes between two commits is too late: half of a run must not stay. */
    private void commit(OpenConnection each) {
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
