package io.drover.send;

import java.sql.SQLException;
import java.util.ArrayList;
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

    /**
     * Merges rows that differ, whole.
     *
     * @param rows those that the source has of these, one for each key
     * @param differing in the order of the keys
     * @return false when the rows are others than those that differed; what was merged until then must be taken back
     */
    boolean mergeAll(SourceRows rows, List<Differing> differing, KeyOrder order, boolean removes) throws SQLException {
        List<SourceRow> together = new ArrayList<>();
        List<byte[][]> keys = new ArrayList<>();
        long bytes = 0;
        SourceRow row = rows.next();
        for (Differing each : differing) {
            keys.add(each.key());
            boolean isThere = row != null && order.compare(row.fields(), each.key()) == 0;
            if (isThere != each.inSource()) {
                return false;
            }
            if (row != null && isThere) {
                together.add(row);
                bytes += RowSpool.sizeOf(row.fields());
                row = rows.next();
            }
            if (isFull(keys.size(), bytes)) {
                merge(together, keys, order.positions(), order, removes);
                together.clear();
                keys.clear();
                bytes = 0;
            }
        }
        merge(together, keys, order.positions(), order, removes);
        return row == null;
    }
}
