package io.drover.send;

import io.drover.db.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/**
 * Lets a server work on many rows at once, and where it refuses some of them, finds out which by halving: the others go
 * through.
 */
final class Portions {

    private final Connection connection;

    Portions(Connection connection) {
        this.connection = connection;
    }

    /** Work on some rows; throws when the server refuses one of them. */
    @FunctionalInterface
    interface Work<T> {
        void on(List<T> rows) throws SQLException;
    }

    /** What to do about a row the server refuses. */
    @FunctionalInterface
    interface Refused<T> {
        void row(T row, SQLException reason) throws SQLException;
    }

    /** @throws SQLException for a reason that is not a row's */
    <T> void each(List<T> rows, Work<T> work, Refused<T> refused) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            work.on(rows);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!SqlProblem.isOfOneRow(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (rows.size() == 1) {
                refused.row(rows.get(0), e);
            } else {
                int half = rows.size() / 2;
                each(rows.subList(0, half), work, refused);
                each(rows.subList(half, rows.size()), work, refused);
            }
        }
    }
}
