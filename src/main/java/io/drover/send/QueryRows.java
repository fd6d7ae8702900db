package io.drover.send;

import java.io.Closeable;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.camel.RuntimeCamelException;
import org.springframework.jdbc.core.RowMapper;

/** The rows of a statement that Drover asks itself, read as camel-sql reads those of a route. Closes the statement. */
final class QueryRows implements Iterator<Row>, Closeable {

    private final PreparedStatement statement;
    private final ResultSet result;
    private final RowMapper<?> mapper = new RowReader().newColumnRowMapper();
    private boolean isAhead;
    private int number;

    QueryRows(PreparedStatement statement, int fetchRows) {
        this.statement = statement;
        try {
            statement.setFetchSize(fetchRows);
            this.result = statement.executeQuery();
        } catch (SQLException e) {
            RuntimeCamelException failure = new RuntimeCamelException(e);
            try {
                statement.close();
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    @Override
    public boolean hasNext() {
        try {
            isAhead = isAhead || result.next();
            return isAhead;
        } catch (SQLException e) {
            throw new RuntimeCamelException(e);
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        isAhead = false;
        try {
            return (Row) mapper.mapRow(result, number++);
        } catch (SQLException e) {
            throw new RuntimeCamelException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            statement.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
