package io.drover.send;

import io.drover.send.TargetTable.Cursor;
import io.drover.send.value.ValueType;
import io.drover.send.value.Wire;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a statement in PostgreSQL: the first columns of its result, as fields. Closes the statement. */
final class PostgresCursor implements Cursor {

    private final PreparedStatement statement;
    private final ResultSet result;
    private final ValueType[] types;
    private final boolean[] fields;
    private final boolean[] unlike;

    PostgresCursor(PreparedStatement statement, List<Column> columns) throws SQLException {
        this.statement = statement;
        try {
            this.result = statement.executeQuery();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        this.types = columns.stream().map(Column::values).toArray(ValueType[]::new);
        this.fields = new boolean[types.length];
        this.unlike = new boolean[types.length];
        for (int i = 0; i < types.length; i++) {
            fields[i] = PostgresFields.type(result.getMetaData(), i + 1).isPresent();
            // A server keeps 1.5 and 1.50 apart, and two zeros, although they are equal.
            unlike[i] =
                    types[i].wire() == Wire.NUMERIC || types[i].wire() == Wire.REAL || types[i].wire() == Wire.DOUBLE;
        }
    }

    @Override
    public byte @Nullable [][] next() throws SQLException {
        if (!result.next()) {
            return null;
        }
        byte[][] row = new byte[types.length][];
        for (int i = 0; i < row.length; i++) {
            if (fields[i]) {
                byte[] field = result.getBytes(i + 1);
                row[i] = unlike[i] && field != null ? types[i].admit(field) : field;
            } else {
                Object value = result.getObject(i + 1);
                row[i] = value == null ? null : types[i].encode(value);
            }
        }
        return row;
    }

    @Nullable
    String text(int index) throws SQLException {
        return result.getString(index + 1);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
