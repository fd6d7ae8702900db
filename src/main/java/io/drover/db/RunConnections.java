package io.drover.db;

import io.drover.config.DroverException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(RunConnections.class);
    private static final ThreadLocal<RunConnections> BOUND = new ThreadLocal<>();

    /** So that a locked table of the shop fails the run, which is then tried again, instead of holding it up silently. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    /**
     * How long the server keeps locks for a process that is frozen. Longer than any source should take until its first
     * row, because the target waits for it inside the run's transaction.
     */
    private static final Duration IDLE_PATIENCE = Duration.ofMinutes(30);

    private final SiteDatabases databases;
    private final String source;
    private final Set<String> written;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private volatile boolean cancelled;

    /** A connection in use and what is needed to end it from outside: the server's process, where there is one. */
    private record Open(Database database, Connection connection, int serverProcess) {}

    /**
     * @param source name of the database that is read in one snapshot even if the run writes to it as well
     * @param written names of the databases this run may write to; all others are opened read-only
     */
    public RunConnections(SiteDatabases databases, String source, Set<String> written) {
        this.databases = databases;
        this.source = source;
        this.written = Set.copyOf(written);
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
            Open opened = open.get(name);
            if (opened != null) {
                return opened.connection();
            }
        }
        Open opened = connect(databases.get(name));
        synchronized (open) {
            open.put(name, opened);
        }
        return opened.connection();
    }

    private Open connect(Database database) throws SQLException {
        Connection connection = database.connect();
        try {
            boolean writes = written.contains(database.name());
            connection.setAutoCommit(false);
            connection.setReadOnly(!writes);
            boolean snapshot = !writes || database.name().equals(source);
            int isolation = snapshot ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED;
            if (connection.getMetaData().supportsTransactionIsolationLevel(isolation)) {
                connection.setTransactionIsolation(isolation);
            }
            int process = serverProcess(connection);
            if (writes && process != 0) {
                limitPatience(connection);
            }
            return new Open(database, connection, process);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Until the transaction ends, so that the next user of the pooled connection does not inherit it. */
    private static void limitPatience(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d"
                    .formatted(LOCK_PATIENCE.toMillis(), IDLE_PATIENCE.toMillis()));
        }
    }

    private static int serverProcess(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return 0;
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        // A plan kept from an earlier run would fail this one if a table was altered in between.
        postgres.setPrepareThreshold(0);
        return postgres.getBackendPID();
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
            open.values().forEach(RunConnections::cancel);
        }
    }

    private static void cancel(Open each) {
        try {
            if (each.connection().isWrapperFor(PGConnection.class)) {
                each.connection().unwrap(PGConnection.class).cancelQuery();
            }
        } catch (SQLException e) {
            LOG.debug("Cancel on {} failed: {}", each.database().name(), e.getMessage());
        }
    }

    /** The last resort when cancelling did not end the run: cuts the connections and ends the server's sessions. */
    public void abort() {
        cancelled = true;
        for (Open each : takeAll()) {
            try (Connection connection = each.connection()) {
                connection.abort(Runnable::run);
                if (each.serverProcess() != 0) {
                    terminate(each);
                }
            } catch (SQLException e) {
                LOG.debug("Abort on {} failed: {}", each.database().name(), e.getMessage());
            }
        }
    }

    private static void terminate(Open each) {
        try (Connection other = each.database().connect();
                PreparedStatement statement = other.prepareStatement("select pg_terminate_backend(?)")) {
            statement.setInt(1, each.serverProcess());
            statement.execute();
        } catch (SQLException e) {
            LOG.warn(
                    "Database {} cannot be asked to end session {}; it may still work on it: {}",
                    each.database().name(),
                    each.serverProcess(),
                    e.getMessage());
        }
    }

    private List<Open> snapshot() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    /** Whoever takes a connection ends it; from then on nobody else touches it or its session. */
    private List<Open> takeAll() {
        synchronized (open) {
            List<Open> taken = List.copyOf(open.values());
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
        for (Open each : snapshot()) {
            if (!each.database().name().equals(mainTarget)) {
                commit(each);
            }
        }
        for (Open each : snapshot()) {
            if (each.database().name().equals(mainTarget)) {
                commit(each);
            }
        }
    }

    private void commit(Open each) {
        if (cancelled) {
            throw new RunCancelledException();
        }
        try {
            each.connection().commit();
        } catch (SQLException e) {
            throw new DroverException(
                    "Database %s did not confirm the commit: %s"
                            .formatted(each.database().name(), SqlProblem.describe(e)),
                    e);
        }
    }

    /** Rolls back what was not committed and gives the connections back. */
    @Override
    public void close() {
        for (Open each : takeAll()) {
            try (Connection connection = each.connection()) {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            } catch (SQLException e) {
                LOG.debug("Rollback on {} failed: {}", each.database().name(), e.getMessage());
            }
        }
    }
}
