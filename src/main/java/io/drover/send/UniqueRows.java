package io.drover.send;

import io.drover.send.SourceRow.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of their keys, one for each key. A key must name one row: where the source has several that are to
 * live, none of them is sent, because nobody could say which one is right. One that lives stands above others that are
 * gone.
 */
final class UniqueRows implements SourceRows {

    private final SourceRows rows;
    private final KeyOrder order;
    private final List<Column> columns;
    private final List<String> key;
    private final Refusals refusals;
    private final Tally tally;
    private @Nullable SourceRow ahead;
    private boolean begun;

    UniqueRows(
            SourceRows rows, KeyOrder order, List<Column> columns, List<String> key, Refusals refusals, Tally tally) {
        this.rows = rows;
        this.order = order;
        this.columns = columns;
        this.key = key;
        this.refusals = refusals;
        this.tally = tally;
    }

    @Override
    public @Nullable SourceRow next() throws SQLException {
        if (!begun) {
            begun = true;
            ahead = rows.next();
        }
        SourceRow row = ahead;
        if (row == null) {
            return null;
        }
        ahead = rows.next();
        if (ahead == null || order.compare(row.fields(), ahead.fields()) != 0) {
            return row;
        }
        List<SourceRow> alike = new ArrayList<>(List.of(row));
        for (SourceRow twin = ahead; twin != null && order.compare(row.fields(), twin.fields()) == 0; twin = ahead) {
            alike.add(twin);
            ahead = rows.next();
        }
        return one(alike);
    }

    private SourceRow one(List<SourceRow> alike) {
        List<SourceRow> living = alike.stream().filter(SourceRow::isLiving).toList();
        boolean anyRefused = alike.stream().anyMatch(row -> row.state() == State.REFUSED);
        long gone = alike.stream().filter(SourceRow::isGone).count();
        if (living.size() == 1 && !anyRefused) {
            tally.skipped(gone);
            return living.get(0);
        }
        if (living.isEmpty() && !anyRefused) {
            tally.skipped(gone - 1);
            return alike.get(0);
        }
        tally.skipped(gone);
        for (SourceRow row : living) {
            refusals.add(
                    RowKey.of(columns, key, row.fields()).text(),
                    null,
                    Map.of(),
                    "the source has more than one row with this key; a key must name one row");
        }
        return new SourceRow(alike.get(0).fields(), State.REFUSED);
    }
}
