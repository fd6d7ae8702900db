package io.drover.send;

import java.io.Closeable;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * The rows of queries that Drover asks itself, one query after the other, read as camel-sql reads those of a route.
 */
final class QueryRows implements Iterator<Row>, Closeable {

    private final Iterator<Question> questions;
    private final int fetchRows;
    private final RowMapper<?> mapper = new RowReader().newColumnRowMapper();
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet result;
    private boolean isAhead;
    private int number;

    /** What is asked once, when its turn comes. */
    @FunctionalInterface
    interface Question {
        /** Not executed yet. */
        PreparedStatement statement() throws SQLException;
    }

    /** @param questions whose answers have the same columns, over one connection */
    QueryRows(List<Question> questions, int fetchRows) {
        this.questions = questions.iterator();
        this.fetchRows = fetchRows;
    }

    @Override
    public boolean hasNext() {
        try {
            isAhead = isAhead || result != null && result.next();
            while (!isAhead && questions.hasNext()) {
                isAhead = ask(questions.next()).next();
            }
            return isAhead;
        } catch (SQLException e) {
            throw new RuntimeCamelException(e);
        }
    }

    private ResultSet ask(Question question) throws SQLException {
        end();
        PreparedStatement asked = question.statement();
        statement = asked;
        asked.setFetchSize(fetchRows);
        result = asked.executeQuery();
        return result;
    }

    private void end() throws SQLException {
        PreparedStatement ending = statement;
        statement = null;
        result = null;
        if (ending != null) {
            ending.close();
        }
    }

    @Override
    public Row next() {
        if (!hasNext() || result == null) {
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
            end();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
