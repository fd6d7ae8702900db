package io.drover.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
            // A plan kept from an earlier run would fail this one if a table was altered in between.
            postgres.setPrepareThreshold(0);
        } else if (!writes && MariaDb.is(connection)) {
            MariaDb.beginReading(connection);
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
        if (postgres == null && !writes) {
            statements.cancel();
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
            }
        } catch (SQLException e) {
            LOG.debug("Rollback on {} failed: {}", name(), e.getMessage());
        }
    }
}
