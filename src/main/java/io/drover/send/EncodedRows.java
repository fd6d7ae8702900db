package io.drover.send;

import io.drover.db.SqlProblem;
import io.drover.send.SourceRow.State;
import io.drover.send.value.Wire;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a query as rows of the target. What cannot be sent is refused here and not handed on. */
final class EncodedRows implements SourceRows {

    /** So many rows are shown to the server together, where it has types of which only it knows the form. */
    private static final int TOGETHER = 500;

    private static final long BYTES_TOGETHER = 8L << 20;

    private final RowStream rows;
    private final TableFit fit;
    private final Row.@Nullable Columns first;
    private final RowEncoder encoder;
    private final TargetTable table;
    private final List<String> key;
    private final Portions portions;
    private final Refusals refusals;
    private final Consumer<Row> eachRow;
    private final List<Integer> serverTexts = new ArrayList<>();
    private final Queue<SourceRow> ready = new ArrayDeque<>();

    /** @param eachRow is told of every row read */
    EncodedRows(
            RowStream rows,
            TableFit fit,
            Row.@Nullable Columns first,
            RowEncoder encoder,
            TargetTable table,
            List<String> key,
            Portions portions,
            Refusals refusals,
            Consumer<Row> eachRow) {
        this.rows = rows;
        this.fit = fit;
        this.first = first;
        this.encoder = encoder;
        this.table = table;
        this.key = key;
        this.portions = portions;
        this.refusals = refusals;
        this.eachRow = eachRow;
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).values().wire() == Wire.SERVER_TEXT) {
                serverTexts.add(i);
            }
        }
    }

    /** Other rows of the same query, of which nobody is told. */
    EncodedRows of(RowStream other) {
        return of(other, encoder, refusals, row -> {});
    }

    /** Other rows of the same query, encoded by another encoder. */
    EncodedRows of(RowStream other, RowEncoder by, Refusals to, Consumer<Row> eachOther) {
        return new EncodedRows(other, fit, other.columns(), by, table, key, portions, to, eachOther);
    }

    @Override
    public @Nullable SourceRow next() throws SQLException {
        if (serverTexts.isEmpty()) {
            return read();
        }
        if (ready.isEmpty()) {
            readTogether();
        }
        return ready.poll();
    }

    private @Nullable SourceRow read() {
        while (rows.hasNext()) {
            Row row = rows.next();
            Row.Unreadable problem = row.unreadable();
            if (problem != null) {
                refusals.addWithoutKey(problem.where(), null, null, problem.reason());
                continue;
            }
            eachRow.accept(row);
            if (first != null && row.columns() != first) {
                fit.checkAlike(first, row);
            }
            SourceRow encoded = encoder.encode(row);
            if (encoded != null) {
                return encoded;
            }
        }
        return null;
    }

    private void readTogether() throws SQLException {
        List<SourceRow> together = new ArrayList<>();
        long bytes = 0;
        for (SourceRow row = read(); row != null; row = read()) {
            together.add(row);
            bytes += RowSpool.sizeOf(row.fields());
            if (together.size() == TOGETHER || bytes > BYTES_TOGETHER) {
                break;
            }
        }
        for (int i : serverTexts) {
            int column = i;
            List<SourceRow> living =
                    together.stream().filter(SourceRow::isLiving).toList();
            portions.each(
                    living,
                    rowsToShow -> show(rowsToShow, column),
                    (row, reason) -> together.set(together.indexOf(row), refused(row, column, reason)));
        }
        ready.addAll(together);
    }

    private void show(List<SourceRow> shown, int i) throws SQLException {
        Column column = table.columns().get(i);
        List<@Nullable String> texts = new ArrayList<>();
        for (SourceRow row : shown) {
            byte[] field = row.fields()[i];
            texts.add(field == null ? null : column.values().text(field));
        }
        List<@Nullable String> stored = table.asStored(column, texts);
        for (int n = 0; n < shown.size(); n++) {
            String text = stored.get(n);
            shown.get(n).fields()[i] = text == null ? null : column.values().encode(text);
        }
    }

    private SourceRow refused(SourceRow row, int i, SQLException reason) {
        Column column = table.columns().get(i);
        Map<String, @Nullable String> value = new LinkedHashMap<>();
        byte[] field = row.fields()[i];
        value.put(column.name(), field == null ? null : column.values().text(field));
        refusals.add(
                RowKey.of(table.columns(), key, row.fields()).text(),
                column.name(),
                value,
                SqlProblem.describe(reason));
        return new SourceRow(row.fields(), State.REFUSED);
    }
}
