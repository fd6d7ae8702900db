package io.drover.send;

import io.drover.send.SourceRow.State;
import io.drover.send.TargetTable.Cursor;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares all rows of two servers by their hashes and keeps the keys of those that are to be looked at: the first half of
 * a send that reads whole only what differs. Writes and counts nothing; constant memory.
 */
final class HashMerge {

    /** Rows of a few bytes that are read while those before them are merged. */
    private static final int AHEAD = 2_000;

    private static final long MOST_BYTES = 32L << 20;

    private final SendOptions options;
    private final TargetTable table;
    private final KeyOrder wholeOrder;
    private final RowOrder rowOrder;
    /** Of a row of which the key and, at its end, the hash are known. */
    private final List<Column> columns;

    private final KeyOrder order;
    private final int hash;
    private final List<Differing> differing = new ArrayList<>();
    private final long most;
    private long bytes;
    private boolean lacksKey;
    private long equal;
    private long gone;

    /** @param most rows that may differ */
    HashMerge(SendOptions options, TargetTable table, KeyOrder wholeOrder, RowOrder rowOrder, long most) {
        this.options = options;
        this.table = table;
        this.wholeOrder = wholeOrder;
        this.rowOrder = rowOrder;
        this.most = most;
        this.hash = wholeOrder.positions().length;
        this.columns = RowHash.columns(table.columns(), wholeOrder);
        this.order = new KeyOrder(columns, IntStream.range(0, hash).toArray());
    }

    /**
     * @param rows the same rows whole, which are not touched
     * @param eachRow told of each row of the source
     * @return false when this is not the way to compare these rows: too many differ, or a key has no value
     */
    boolean merge(HashedSource source, EncodedRows rows, Consumer<Row> eachRow) throws SQLException, IOException {
        List<RunRow> unfit = new ArrayList<>();
        Refusals refused = new Refusals(options.table(), Integer.MAX_VALUE, unfit::add);
        try (RowStream stream = source.hashes();
                OrderedRows ordered = rowOrder.source(
                        rows.of(stream, new RowEncoder(columns, options, refused), refused, eachRow), order);
                Cursor cursor = table.hashes(wholeOrder, rowOrder.isByBytes(), source.hash());
                CursorAhead target = new CursorAhead(cursor, AHEAD)) {
            boolean isAnswer = merge(ordered, rowOrder.target(target, order, columns), unfit);
            if (isAnswer) {
                rowOrder.noteSorting(ordered);
            }
            return isAnswer;
        }
    }

    private boolean merge(SourceRows rows, TargetRows target, List<RunRow> unfit) throws SQLException {
        SourceRow row = rows.next();
        byte[][] old = target.next();
        while (row != null || old != null) {
            int side = row == null ? 1 : old == null ? -1 : order.compare(row.fields(), old);
            if (old != null && side > 0) {
                differs(old, false);
                old = target.next();
            } else if (row != null) {
                SourceRow first = row;
                row = rows.next();
                boolean anyTwin = false;
                while (row != null && order.compare(first.fields(), row.fields()) == 0) {
                    anyTwin = true;
                    row = rows.next();
                }
                judge(first, anyTwin, side == 0 ? old : null);
                old = side == 0 ? target.next() : old;
            }
            if (lacksKey || !unfit.isEmpty() || differing.size() > most || bytes > MOST_BYTES) {
                return false;
            }
        }
        return unfit.isEmpty();
    }

    private void judge(SourceRow row, boolean anyTwin, byte @Nullable [][] old) {
        if (!anyTwin && old != null && row.isLiving() && Arrays.equals(row.fields()[hash], old[hash])) {
            equal++;
        } else if (!anyTwin && old == null && row.state() == State.GONE) {
            gone++;
        } else {
            differs(row.fields(), true);
        }
    }

    private void differs(byte[][] row, boolean inSource) {
        lacksKey |= IntStream.range(0, hash).anyMatch(i -> row[i] == null);
        byte[][] key = whole(row);
        differing.add(new Differing(key, inSource));
        bytes += RowSpool.sizeOf(key);
    }

    /** The rows that are to be looked at, in their order. */
    List<Differing> differing() {
        return differing;
    }

    private byte[][] whole(byte[][] row) {
        byte[][] whole = new byte[table.columns().size()][];
        for (int i = 0; i < hash; i++) {
            whole[wholeOrder.positions()[i]] = row[i];
        }
        return whole;
    }

    /** Number of rows that are equal. */
    long equal() {
        return equal;
    }

    /** Number of rows that left the source's set and are not in the target. */
    long gone() {
        return gone;
    }
}
