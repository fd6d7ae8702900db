package io.drover.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

    private final Database database;
    private final Connection connection;
    private final boolean writes;
    private final @Nullable PGConnection postgres;
    private final OpenStatements statements = new OpenStatements();
    private final Connection watched;

    private OpenConnection(Database database, Connection connection, boolean writes) throws SQLException {
        this.database = database;
        this.connection = connection;
        this.writes = writes;
        this.postgres = connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class) : null;
        this.watched = postgres == null ? statements.watch(connection) : connection;
    }

    /**
     * @param writes whether the run may write to the database; without it the server refuses to
     * @param snapshot whether all queries see the state of the first one
     */
    static OpenConnection open(Database database, boolean writes, boolean snapshot) throws SQLException {
        Connection connection = database.connect();
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(!writes);
            int isolation = snapshot ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED;
            if (connection.getMetaData().supportsTransactionIsolationLevel(isolation)) {
                connection.setTransactionIsolation(isolation);
            }
            OpenConnection opened = new OpenConnection(database, connection, writes);
            opened.begin();
            return opened;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void begin() throws SQLException {
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

    /** Cancels what the server does at this moment, if it does anything. */
    void cancel() {
        try {
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
            cancel();
        }
    }

    /** Cuts the connection and ends the server's session. */
    void abort() {
        try (connection) {
            int process = postgres == null ? 0 : postgres.getBackendPID();
            connection.abort(Runnable::run);
            if (process != 0) {
                terminate(process);
            }
        } catch (SQLException e) {
            LOG.debug("Abort on {} failed: {}", name(), e.getMessage());
        }
    }

    private void terminate(int process) {
        try (Connection other = database.connect();
                PreparedStatement statement = other.prepareStatement("select pg_terminate_backend(?)")) {
            statement.setInt(1, process);
            statement.execute();
        } catch (SQLException e) {
            LOG.warn(
                    "Database {} cannot be asked to end session {}; it may still work on it: {}",
                    name(),
                    process,
                    e.getMessage());
        }
    }

    /** Rolls back what was not committed and gives the connection back. */
    void close() {
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
