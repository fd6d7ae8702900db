package io.drover.send;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proves that the target's rows come in the order that a merge relies on, and that its key names one row. */
final class CheckedOrder implements TargetRows {

    private final TargetRows rows;
    private final KeyOrder order;
    private final TargetTable table;
    private final List<String> key;
    private final Runnable outOfOrder;
    private byte @Nullable [][] last;

    /** @param outOfOrder must throw */
    CheckedOrder(TargetRows rows, KeyOrder order, TargetTable table, List<String> key, Runnable outOfOrder) {
        this.rows = rows;
        this.order = order;
        this.table = table;
        this.key = key;
        this.outOfOrder = outOfOrder;
    }

    @Override
    public byte @Nullable [][] next() throws SQLException {
        byte[][] row = rows.next();
        if (row != null && last != null) {
            int step = order.compare(last, row);
            if (step > 0) {
                outOfOrder.run();
            } else if (step == 0) {
                throw new SendException("%s has more than one row with key %s; the key of a send must name one row"
                        .formatted(
                                table.table().name(),
                                RowKey.of(table.columns(), key, row).text()));
            }
        }
        last = row;
        return row;
    }
}
