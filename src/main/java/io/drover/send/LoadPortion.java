package io.drover.send;

import io.drover.db.SqlProblem;
import io.drover.send.TargetTable.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A portion of new rows that the server takes in while they come. Where it refuses one of them, the whole portion is
 * taken back, and whoever kept the rows can find out which.
 */
final class LoadPortion {

    private final Connection connection;
    private final Savepoint before;
    private final Load load;
    private boolean refused;

    private LoadPortion(Connection connection, Savepoint before, Load load) {
        this.connection = connection;
        this.before = before;
        this.load = load;
    }

    /** @return null where the table takes rows together only */
    static @Nullable LoadPortion begin(Connection connection, TargetTable table) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Load load = table.load();
        if (load == null) {
            connection.releaseSavepoint(before);
            return null;
        }
        return new LoadPortion(connection, before, load);
    }

    /** @throws SQLException for a reason that is not a row's */
    void add(byte[][] row) throws SQLException {
        if (!refused) {
            attempt(() -> load.add(row));
        }
    }

    /**
     * Ends the portion.
     *
     * @return false when the server refused a row; then none of them is in the table
     * @throws SQLException for a reason that is not a row's
     */
    boolean end() throws SQLException {
        if (!refused) {
            attempt(load::end);
        }
        load.close();
        if (refused) {
            connection.rollback(before);
        }
        connection.releaseSavepoint(before);
        return !refused;
    }

    private void attempt(Work work) throws SQLException {
        try {
            work.run();
        } catch (SQLException e) {
            if (!SqlProblem.isOfOneRow(e)) {
                throw e;
            }
            refused = true;
        }
    }

    /** Leaves the connection able to be asked again, for its transaction to be rolled back. */
    void giveUp() throws SQLException {
        load.close();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }
}
