package io.drover.send;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;

/** Merges a few rows with their like in the target, which are looked up by their keys. */
final class PortionMerge {

    /** Most keys that are looked up at once. */
    static final int KEYS = 1000;

    private final TargetTable table;
    private final RowMerge merge;

    PortionMerge(TargetTable table, RowMerge merge) {
        this.table = table;
        this.merge = merge;
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
