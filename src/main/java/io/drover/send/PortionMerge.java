package io.drover.send;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Merges rows with those of the target that have the same keys; all others stay as they are.
     *
     * @param rows one for each key, in this order
     */
    void mergeEach(SourceRows rows, KeyOrder order) throws SQLException {
        Portion portion = new Portion(order, false);
        for (SourceRow row = rows.next(); row != null; row = rows.next()) {
            portion.add(row.fields(), row);
        }
        portion.merge();
    }

    /**
     * Merges rows that differ, whole.
     *
     * @param rows those that the source has of these, one for each key
     * @param differing in the order of the keys
     * @return false when the rows are others than those that differed; what was merged until then must be taken back
     */
    boolean mergeAll(SourceRows rows, List<Differing> differing, KeyOrder order, boolean removes) throws SQLException {
        Portion portion = new Portion(order, removes);
        SourceRow row = rows.next();
        for (Differing each : differing) {
            boolean isThere = row != null && order.compare(row.fields(), each.key()) == 0;
            if (isThere != each.inSource()) {
                return false;
            }
            portion.add(each.key(), isThere ? row : null);
            row = isThere ? rows.next() : row;
        }
        portion.merge();
        return row == null;
    }

    /** Keys and their rows on the way, merged as soon as they are enough. */
    private final class Portion {

        private final KeyOrder order;
        private final boolean removes;
        private final List<SourceRow> rows = new ArrayList<>();
        private final List<byte[][]> keys = new ArrayList<>();
        private long bytes;

        Portion(KeyOrder order, boolean removes) {
            this.order = order;
            this.removes = removes;
        }

        /** @param row null where the source has none of this key */
        void add(byte[][] key, @Nullable SourceRow row) throws SQLException {
            keys.add(key);
            if (row != null) {
                rows.add(row);
                bytes += RowSpool.sizeOf(row.fields());
            }
            if (isFull(keys.size(), bytes)) {
                merge();
            }
        }

        void merge() throws SQLException {
            PortionMerge.this.merge(rows, keys, order.positions(), order, removes);
            rows.clear();
            keys.clear();
            bytes = 0;
        }
    }
}
