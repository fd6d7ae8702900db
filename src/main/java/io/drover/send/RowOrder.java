package io.drover.send;

import java.sql.SQLException;
import java.util.List;

/**
 * Has the rows of one send's source and target in the order of bytes: checks each, and remembers where it must be made
 * because it does not come by itself.
 */
final class RowOrder {

    private final SendContext context;
    private final SendOptions options;
    private final String step;

    /** @param step by which the send is remembered */
    RowOrder(SendContext context, SendOptions options, String step) {
        this.context = context;
        this.options = options;
        this.step = step;
    }

    /** The rows of the source in this order. */
    OrderedRows source(SourceRows rows, KeyOrder order) throws SQLException {
        SendMemory memory = context.memory();
        if (memory.isUnordered(step)) {
            return OrderedRows.sorted(rows, order);
        }
        return OrderedRows.asTheyCome(rows, order, () -> {
            memory.setUnordered(step);
            throw new TryAgainException("The rows for %s do not come in the order of their keys; they are sorted here"
                    .formatted(options.table()));
        });
    }

    void noteSorting(OrderedRows ordered) {
        if (ordered.isSortedHere()) {
            context.memory().setUnordered(step);
            context.note(
                    "%s: the query does not return its rows in the order of their keys (%s), so they were sorted here"
                            .formatted(options.table(), String.join(", ", options.key())));
        }
    }

    /** Whether the target is to be asked for its rows in a way that no collation can change. */
    boolean isByBytes() {
        return context.memory().isUnordered(target());
    }

    /**
     * The rows of the target, which was asked for this order.
     *
     * @param columns of the rows
     */
    TargetRows target(TargetRows rows, KeyOrder order, List<Column> columns) {
        boolean byBytes = isByBytes();
        return new CheckedOrder(rows, order, columns, options, () -> {
            if (byBytes) {
                throw new SendException(
                        "%s: the target does not return its rows in the order of bytes".formatted(options.table()));
            }
            context.memory().setUnordered(target());
            throw new TryAgainException("%s does not sort %s by bytes; it is asked to from now on"
                    .formatted(options.table(), String.join(", ", options.key())));
        });
    }

    private String target() {
        return "table " + options.table();
    }
}
