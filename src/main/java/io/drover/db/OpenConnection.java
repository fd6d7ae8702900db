package io.drover.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a run in its one transaction, and how its work is ended from another thread: PostgreSQL by its own
 * cancel request, other vendors by cancelling the statements that are open.
 */
final class OpenConnection {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnection.class);

    /** So that a locked table of the shop fails the run, which is then tried again, instead of holding it up silently. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    /**
     * How long the server keeps locks for a process that is frozen. Longer than any source should take until its first
     * row, because the target waits for it inside the run's transaction.
     */
    private static final Duration IDLE_PATIENCE = Duration.ofMinutes(30);

    private static final Duration TERMINATE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Database database;
    private final Connection connection;
    private final boolean writes;
    private final @Nullable PGConnection postgres;
    private final OpenStatements statements = new OpenStatements();
    private final Connection watched;
    private final AtomicBoolean cancelling = new AtomicBoolean();
    private final CompletableFuture<@Nullable String> aborted = new CompletableFuture<>();
    private boolean given;

    private OpenConnection(Database database, Connection connection, boolean writes) throws SQLException {
        this.database = database;
        this.connection = connection;
        this.writes = writes;
        this.postgres = connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class) : null;
        this.watched = postgres == null ? statements.watch(connection) : connection;
    }

    /**
     * Takes a connection from the pool; {@link #begin} must follow.
     *
     * @param writes whether the run may write to the database; without it the server refuses to
     */
    static OpenConnection take(Database database, boolean writes) throws SQLException {
        Connection connection = database.connect();
        try {
            return new OpenConnection(database, connection, writes);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** @param snapshot whether all queries see the state of the first one */
    void begin(boolean snapshot) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(!writes);
        int isolation = snapshot ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED;
        if (connection.getMetaData().supportsTransactionIsolationLevel(isolation)) {
            connection.setTransactionIsolation(isolation);
        }
        if (postgres != null) {
            database.endLost(connection);
            if (writes) {
                limitPatience(connection);
            }
        } else if (MariaDb.is(connection)) {
            if (writes) {
                MariaDb.beginWriting(connection, LOCK_PATIENCE, IDLE_PATIENCE);
            } else {
                MariaDb.beginReading(connection);
            }
        }
    }

    /** Until the transaction ends, so that the next user of the pooled connection does not inherit it. */
    private static void limitPatience(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d"
                    .formatted(LOCK_PATIENCE.toMillis(), IDLE_PATIENCE.toMillis()));
        }
    }

    String name() {
        return database.name();
    }

    Connection connection() {
        return watched;
    }

    /**
     * Cancels what the server does at this moment, if it does anything. Returns at once: a server that does not answer must
     * not keep whoever ends other work as well.
     */
    void cancel() {
        if (cancelling.compareAndSet(false, true)) {
            inBackground("cancel on " + name(), () -> {
                cancelNow();
                cancelling.set(false);
            });
        }
    }

    private static void inBackground(String what, Runnable work) {
        Thread thread = new Thread(work, what);
        thread.setDaemon(true);
        thread.start();
    }

    /** Not once the connection is given back: the statement of another run would be cancelled. */
    private synchronized void cancelNow() {
        try {
            if (given) {
                return;
            }
            if (postgres != null) {
                postgres.cancelQuery();
            } else {
                statements.cancel();
            }
        } catch (SQLException e) {
            LOG.debug("Cancel on {} failed: {}", name(), e.getMessage());
        }
    }

    /** Ends a query whose rows nobody wants any more; some drivers would read all the rest when it is closed. */
    void endReading() {
        if (!writes) {
            cancelNow();
        }
    }

    /** Cuts the connection, and has the server end the session. Returns at once. */
    void abort() {
        inBackground("abort on " + name(), () -> {
            int process = postgres == null ? 0 : postgres.getBackendPID();
            try (connection) {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Abort on {} failed: {}", name(), e.getMessage());
            }
            aborted.complete(process == 0 ? null : terminate(process));
        });
    }

    /**
     * Waits until the server has ended the session of a connection that was aborted.
     *
     * @return why it is not known whether it has; null when it has
     */
    @Nullable
    String awaitAborted(Duration patience) throws InterruptedException {
        try {
            return aborted.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return doubt("it does not answer");
        }
    }

    private String doubt(String why) {
        return "database #%s could not be asked to end its session, which ends once the server notices: %s"
                .formatted(name(), why);
    }

    private @Nullable String terminate(int process) {
        try (Connection other = database.connect()) {
            return isEnded(other, process) ? null : doubt("the server has not ended it yet");
        } catch (SQLException e) {
            LOG.warn("Database {} cannot be asked to end session {}: {}", name(), process, e.getMessage());
            database.lost(process);
            return doubt(SqlProblem.describe(e));
        }
    }

    private static boolean isEnded(Connection other, int process) throws SQLException {
        try (PreparedStatement statement =
                other.prepareStatement("select pg_terminate_backend(pid) from pg_stat_activity where pid = ?")) {
            statement.setInt(1, process);
            long end = System.nanoTime() + TERMINATE_PATIENCE.toNanos();
            while (System.nanoTime() - end < 0) {
                try (ResultSet there = statement.executeQuery()) {
                    if (!there.next()) {
                        return true;
                    }
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return false;
        }
    }

    /** Rolls back what was not committed and gives the connection back. */
    synchronized void close() {
        given = true;
        try (connection) {
            if (!connection.isClosed()) {
                connection.rollback();
            } else if (postgres != null) {
                database.lost(postgres.getBackendPID());
            }
        } catch (SQLException e) {
            LOG.debug("Rollback on {} failed: {}", name(), e.getMessage());
        }
    }
}
