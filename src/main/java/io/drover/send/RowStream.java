package io.drover.send;

import io.drover.db.RunConnections;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows in a message body, one after the other: what camel-sql streams, or anything else Camel can iterate whose
 * elements are maps. Closing it closes the source's cursor; rows that were not read by then are not waited for.
 */
final class RowStream implements Iterator<Row>, Closeable {

    private final Iterator<?> rows;
    private boolean ended;

    private RowStream(Iterator<?> rows) {
        this.rows = rows;
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
        ended = !rows.hasNext();
        return !ended;
    }

    @Override
    public Row next() {
        Object row = rows.next();
        if (row instanceof Row ready) {
            return readable(ready);
        }
        if (row instanceof Map<?, ?> map) {
            return Row.of(map);
        }
        throw new SendException("A row must be a map from column name to value, but one is "
                + (row == null ? "null" : row.getClass().getSimpleName()));
    }

    private static Row readable(Row row) {
        Row.Unreadable problem = row.unreadable();
        if (problem != null) {
            throw new SendException("%s: %s".formatted(problem.where(), problem.reason()));
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        if (rows instanceof Closeable closeable) {
            if (!ended) {
                RunConnections.endReading();
            }
            closeable.close();
        }
    }
}
