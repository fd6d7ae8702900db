package io.drover.send;

import io.drover.send.SourceRow.State;
import java.io.Closeable;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the source in the order of their keys. Where they come in that order already, they are passed on as they
 * come, and the order is checked with each row; else they are sorted here.
 */
final class OrderedRows implements SourceRows, Closeable {

    private static final int PROBE_ROWS = 1000;
    private static final long PROBE_BYTES = 8L << 20;
    private static final long MEMORY = 24L << 20;

    private final SourceRows rows;
    private final KeyOrder order;
    private final Runnable outOfOrder;
    private final Queue<SourceRow> probed = new ArrayDeque<>();
    private @Nullable RowSorter sorter;
    private @Nullable Iterator<byte[][]> sorted;
    private @Nullable SourceRow last;

    private OrderedRows(SourceRows rows, KeyOrder order, Runnable outOfOrder) {
        this.rows = rows;
        this.order = order;
        this.outOfOrder = outOfOrder;
    }

    /**
     * Passes rows on as long as they come in order.
     *
     * @param outOfOrder called when that turns out to be wrong after the first rows, a thousand usually; must throw
     */
    static OrderedRows asTheyCome(SourceRows rows, KeyOrder order, Runnable outOfOrder) throws SQLException {
        OrderedRows ordered = new OrderedRows(rows, order, outOfOrder);
        ordered.probe();
        return ordered;
    }

    /** Sorts all rows. */
    static OrderedRows sorted(SourceRows rows, KeyOrder order) throws SQLException {
        OrderedRows ordered = new OrderedRows(rows, order, () -> {});
        ordered.sort();
        return ordered;
    }

    private void probe() throws SQLException {
        SourceRow before = null;
        boolean inOrder = true;
        long bytes = 0;
        while (inOrder && probed.size() < PROBE_ROWS && bytes < PROBE_BYTES) {
            SourceRow row = rows.next();
            if (row == null) {
                return;
            }
            inOrder = before == null || order.compare(before.fields(), row.fields()) <= 0;
            probed.add(row);
            bytes += RowSpool.sizeOf(row.fields());
            before = row;
        }
        if (!inOrder) {
            sort();
        }
    }

    private void sort() throws SQLException {
        RowSorter all = new RowSorter(order, MEMORY);
        sorter = all;
        probed.forEach(row -> all.add(packed(row)));
        probed.clear();
        for (SourceRow row = rows.next(); row != null; row = rows.next()) {
            all.add(packed(row));
        }
        sorted = all.iterator();
    }

    /** True when the rows had to be sorted here. */
    boolean isSortedHere() {
        return sorter != null;
    }

    /** Number of rows; known only where they are sorted here. */
    long count() {
        return sorter == null ? 0 : sorter.count();
    }

    /** Starts again from the first row; only where they are sorted here. */
    SourceRows again() {
        if (sorter == null) {
            throw new IllegalStateException("rows that are passed on as they come are gone");
        }
        Iterator<byte[][]> all = sorter.iterator();
        return () -> all.hasNext() ? unpacked(all.next()) : null;
    }

    @Override
    public @Nullable SourceRow next() throws SQLException {
        if (sorted != null) {
            return sorted.hasNext() ? unpacked(sorted.next()) : null;
        }
        SourceRow row = probed.isEmpty() ? rows.next() : probed.remove();
        if (row != null) {
            if (last != null && order.compare(last.fields(), row.fields()) > 0) {
                outOfOrder.run();
            }
            last = row;
        }
        return row;
    }

    private static byte[][] packed(SourceRow row) {
        byte[][] fields = new byte[row.fields().length + 1][];
        System.arraycopy(row.fields(), 0, fields, 0, row.fields().length);
        fields[fields.length - 1] = new byte[] {(byte) row.state().ordinal()};
        return fields;
    }

    private static SourceRow unpacked(byte[][] packed) {
        byte[][] fields = new byte[packed.length - 1][];
        System.arraycopy(packed, 0, fields, 0, fields.length);
        return new SourceRow(fields, State.values()[packed[fields.length][0]]);
    }

    @Override
    public void close() {
        if (sorter != null) {
            sorter.close();
        }
    }
}
