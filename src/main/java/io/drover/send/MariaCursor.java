package io.drover.send;

import io.drover.db.SqlClass;
import io.drover.send.TargetTable.Cursor;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a result of MariaDB as fields. */
final class MariaCursor implements Cursor {

    private final PreparedStatement statement;
    private final List<MariaForm> forms;
    private final ResultSet result;
    private byte @Nullable [][] row;
    private boolean ended;

    MariaCursor(PreparedStatement statement, List<MariaForm> forms) throws SQLException {
        this.statement = statement;
        this.forms = forms;
        try {
            this.result = statement.executeQuery();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** The row that {@link #next} returned. */
    byte[][] row() {
        return Objects.requireNonNull(row);
    }

    @Override
    public byte @Nullable [][] next() throws SQLException {
        ended = !result.next();
        if (ended) {
            return null;
        }
        byte[][] next = new byte[forms.size()][];
        for (int i = 0; i < next.length; i++) {
            next[i] = forms.get(i).read(result, i + 1);
        }
        row = next;
        return next;
    }

    @Override
    public void close() throws SQLException {
        if (ended) {
            statement.close();
        } else {
            leave();
        }
    }

    /** Closing alone would read all rows that are left. */
    private void leave() throws SQLException {
        statement.cancel();
        try {
            statement.close();
        } catch (SQLException e) {
            if (SqlClass.of(e) != SqlClass.CANCELLED) {
                throw e;
            }
        }
    }
}
