package io.drover.send;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;

/** Merges a few rows with their like in the target, which are looked up by their keys. */
final class PortionMerge {

    private static final int KEYS = 1000;
    private static final long BYTES = 8L << 20;

    private final TargetTable table;
    private final RowMerge merge;

    PortionMerge(TargetTable table, RowMerge merge) {
        this.table = table;
        this.merge = merge;
    }

    /**
     * Whether this is enough to be merged at once.
     *
     * @param keys how many are to be looked up
     * @param bytes of the rows that have them
     */
    boolean isFull(int keys, long bytes) {
        return keys >= Math.min(KEYS, table.fetchRows()) || bytes > BYTES;
    }

    /**
     * Merges some rows; they and the target's rows are in this order.
     *
     * @param keys which rows of the target take part: those that have one of these
     * @param positions of the fields of a key
     * @param removes whether such a row of the target goes if it is not among the rows
     */
    void merge(List<SourceRow> rows, List<byte[][]> keys, int[] positions, KeyOrder order, boolean removes)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        List<byte[][]> found = table.matching(positions, keys);
        found.sort(order);
        Iterator<SourceRow> next = rows.iterator();
        Iterator<byte[][]> old = found.iterator();
        merge.merge(() -> next.hasNext() ? next.next() : null, () -> old.hasNext() ? old.next() : null, order, removes);
    }
}
