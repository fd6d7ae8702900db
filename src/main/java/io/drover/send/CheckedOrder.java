package io.drover.send;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proves that the target's rows come in the order that a merge relies on, and that its key names one row. */
final class CheckedOrder implements TargetRows {

    private final TargetRows rows;
    private final KeyOrder order;
    private final List<Column> columns;
    private final SendOptions options;
    private final Runnable outOfOrder;
    private byte @Nullable [][] last;

    /**
     * @param columns of the rows
     * @param outOfOrder must throw
     */
    CheckedOrder(TargetRows rows, KeyOrder order, List<Column> columns, SendOptions options, Runnable outOfOrder) {
        this.rows = rows;
        this.order = order;
        this.columns = columns;
        this.options = options;
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
                                options.table(),
                                RowKey.of(columns, options.key(), row).text()));
            }
        }
        last = row;
        return row;
    }
}
