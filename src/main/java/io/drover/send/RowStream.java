package io.drover.send;

import io.drover.db.AskedQuery;
import io.drover.db.RunConnections;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.sql.ResultSetIterator;
import org.jspecify.annotations.Nullable;

/**
 * The rows in a message body, one after the other: what camel-sql streams, or anything else Camel can iterate whose
 * elements are maps. Closing it closes the source's cursor; rows that were not read by then are not waited for.
 */
final class RowStream implements Iterator<Row>, Closeable {

    private Iterator<?> rows;
    private final @Nullable Closeable source;
    private @Nullable ReadAhead<?> readAhead;
    private final Deque<Row> ahead = new ArrayDeque<>();
    private boolean ended;

    private RowStream(Iterator<?> rows) {
        this.rows = rows;
        this.source = rows instanceof Closeable closeable ? closeable : null;
    }

    /** @throws SendException when the body is neither rows nor one row */
    static RowStream of(@Nullable Object body, String table) {
        if (body instanceof Map<?, ?> row) {
            return new RowStream(List.of(row).iterator());
        }
        if (body instanceof Iterator<?> iterator) {
            return new RowStream(iterator);
        }
        if (body instanceof Iterable<?> iterable) {
            return new RowStream(iterable.iterator());
        }
        throw new SendException(
                "send:%s needs rows in the body, such as a sql: step with outputType StreamList leaves; it found %s"
                        .formatted(
                                table,
                                body == null ? "nothing" : body.getClass().getSimpleName()));
    }

    @Override
    public boolean hasNext() {
        ended = ahead.isEmpty() && !rows.hasNext();
        return !ended;
    }

    /** The columns of the rows; null when there is none that can be read. */
    Row.@Nullable Columns columns() {
        while (ahead.isEmpty() || ahead.getLast().unreadable() != null) {
            if (!rows.hasNext()) {
                return null;
            }
            ahead.add(read());
        }
        return ahead.getLast().columns();
    }

    /**
     * The query whose rows these are, when all of them are still to come; null where it cannot be asked again, or a step
     * of the route may have put other rows in their place.
     */
    @Nullable
    AskedQuery query() {
        Row.Columns columns = columns();
        return rows instanceof ResultSetIterator
                        && columns != null
                        && ahead.size() == 1
                        && columns.isFirst(ahead.getLast())
                ? columns.query()
                : null;
    }

    /** Nobody will read on, and nothing is read at this moment. */
    void leave() {
        ended = true;
    }

    @Override
    public Row next() {
        return ahead.isEmpty() ? read() : ahead.remove();
    }

    private Row read() {
        Object row = rows.next();
        if (row instanceof Row ready) {
            return ready;
        }
        if (row instanceof Map<?, ?> map) {
            return Row.of(map);
        }
        throw new SendException("A row must be a map from column name to value, but one is "
                + (row == null ? "null" : row.getClass().getSimpleName()));
    }

    /**
     * From here on rows are read in another thread while those before them are worked on. Does nothing for rows that are
     * not read from a database, or are read over the connection that the work needs.
     *
     * @param most rows that may be read ahead
     */
    void readAhead(Connection needed, int most) {
        Row.Columns columns = columns();
        if (most >= ReadAhead.PORTIONS
                && (rows instanceof ResultSetIterator || rows instanceof QueryRows)
                && columns != null
                && columns.origin() != needed) {
            readAhead = new ReadAhead<>(rows, most);
            rows = readAhead;
        }
    }

    @Override
    public void close() throws IOException {
        if (source == null) {
            return;
        }
        // Our own are PostgreSQL's, whose cursors end at once.
        if (!ended && !(source instanceof QueryRows)) {
            RunConnections.endReading();
        }
        if (readAhead != null) {
            readAhead.close();
        }
        source.close();
    }
}
