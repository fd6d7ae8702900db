package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.send.value.UnfitValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Restores what a run changed, from the rows that were kept of it: removed rows come back, parents before children; then
 * changed rows get their old values, and new ones go, children before parents. A row that was changed by somebody else
 * since then is left as it is and counted as skipped.
 */
final class Undo {

    private static final int PORTION_ROWS = 1000;
    private static final long PORTION_CHARACTERS = 1L << 20;

    private final SendContext context;
    private final Target target;
    private final Tally tally = new Tally();
    private final List<Refusals> refusals = new ArrayList<>();
    private int steps;

    Undo(SendContext context, Target target) {
        this.context = context;
        this.target = target;
    }

    /** Rows of one table that have the same columns and met the same fate. */
    private record Batch(String table, Fate fate, List<String> key, List<String> columns) {}

    /**
     * @param kept the database that keeps the rows of the run
     * @throws SendException when not all rows were kept
     */
    void of(Database kept, long run) throws SQLException {
        RunRowSummary summary = RunRowStore.summary(kept, context.run().site(), run)
                .filter(each -> each.leftOut() == 0)
                .orElseThrow(() -> new SendException(
                        "Not all rows that run %d changed were kept, so it cannot be undone".formatted(run)));
        Set<String> tables = new LinkedHashSet<>();
        summary.counts().forEach(count -> tables.add(count.table()));
        List<String> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (String table : tables) {
            target.lock(table);
            restore(kept, run, table, Fate.REMOVED);
        }
        for (String table : childrenFirst) {
            restore(kept, run, table, Fate.UPDATED);
            restore(kept, run, table, Fate.INSERTED);
        }
    }

    SendCounts counts() {
        return tally.counts(refusals.stream().mapToLong(Refusals::count).sum());
    }

    private void restore(Database kept, long run, String table, Fate fate) throws SQLException {
        Map<Batch, Portion> open = new HashMap<>();
        try {
            RunRowStore.each(
                    kept, context.run().site(), run, new RunRowFilter(table, fate, false, null), 0, (number, row) -> {
                        Batch batch = batch(row);
                        Portion portion = open.computeIfAbsent(batch, each -> new Portion());
                        portion.add(row);
                        if (portion.isFull()) {
                            restoreNow(batch, portion.rows);
                            open.remove(batch);
                        }
                        return true;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach((batch, rest) -> restoreNow(batch, rest.rows));
    }

    /** Rows of a batch that are restored together. */
    private static final class Portion {

        private final List<RunRow> rows = new ArrayList<>();
        private long characters;

        void add(RunRow row) {
            rows.add(row);
            characters += characters(row.before()) + characters(row.after());
        }

        private static long characters(Map<String, @Nullable String> values) {
            return values.values().stream()
                    .mapToLong(value -> value == null ? 0 : value.length())
                    .sum();
        }

        boolean isFull() {
            return rows.size() == PORTION_ROWS || characters > PORTION_CHARACTERS;
        }
    }

    private static Batch batch(RunRow row) {
        List<String> key = List.copyOf(RowKey.parse(row.key()).values().keySet());
        Set<String> columns = new LinkedHashSet<>(key);
        columns.addAll(
                row.fate() == Fate.REMOVED ? row.before().keySet() : row.after().keySet());
        return new Batch(row.table(), row.fate(), key, List.copyOf(columns));
    }

    private void restoreNow(Batch batch, List<RunRow> rows) {
        try {
            write(batch, rows);
        } catch (SQLException e) {
            throw new SendException("%s: %s".formatted(batch.table(), SqlProblem.describe(e)), e);
        }
    }

    private void write(Batch batch, List<RunRow> rows) throws SQLException {
        Table table = target.table(batch.table());
        List<Column> columns = batch.columns().stream()
                .map(name -> table.column(name)
                        .orElseThrow(() -> new SendException("%s has no column %s any more, so the run cannot be undone"
                                .formatted(table.name(), name))))
                .toList();
        steps++;
        TargetTable seen = target.open(table, columns, batch.key(), steps);
        Refusals refused = new Refusals(batch.table(), Integer.MAX_VALUE, context.rows()::add);
        refusals.add(refused);
        RowLog log = new RowLog(batch.table(), Attention.NONE, context.rows());
        int[] keyPositions = batch.key().stream()
                .mapToInt(name -> batch.columns().indexOf(name))
                .toArray();
        KeyOrder order = new KeyOrder(columns, keyPositions);
        try (Changes changes =
                new Changes(target.connection(), seen, batch.key(), context.limit(), refused, tally, log)) {
            List<byte[][]> left =
                    rows.stream().map(row -> fields(columns, row, true)).toList();
            List<byte[][]> now = seen.matching(keyPositions, left);
            for (RunRow row : rows) {
                byte[][] sent = fields(columns, row, true);
                int found = Collections.binarySearch(now, sent, order);
                restore(changes, batch, sent, fields(columns, row, false), found < 0 ? null : now.get(found));
            }
            changes.flush();
            changes.removeAll();
            while (changes.retry()) {
                // A row that went through may have made room for another.
            }
            changes.refusePostponed();
        }
    }

    /** @param sent what the run left there; @param now what is there */
    private void restore(Changes changes, Batch batch, byte[][] sent, byte[][] before, byte @Nullable [][] now)
            throws SQLException {
        boolean isUntouched = batch.fate() == Fate.REMOVED ? now == null : now != null && Arrays.deepEquals(sent, now);
        if (!isUntouched) {
            tally.skipped(1);
        } else if (batch.fate() == Fate.REMOVED) {
            changes.insert(before);
        } else if (batch.fate() == Fate.UPDATED) {
            changes.update(before, sent);
        } else {
            changes.remove(sent);
        }
    }

    private static byte[][] fields(List<Column> columns, RunRow row, boolean after) {
        Map<String, String> key = RowKey.parse(row.key()).values();
        Map<String, @Nullable String> values = after ? row.after() : row.before();
        byte[][] fields = new byte[columns.size()][];
        for (int i = 0; i < fields.length; i++) {
            String name = columns.get(i).name();
            String text = values.containsKey(name) ? values.get(name) : key.get(name);
            if (RunRow.NOT_KEPT.equals(text)) {
                throw new SendException(
                        "%s, row %s: the value of column %s was too long to be kept, so the run cannot be undone"
                                .formatted(row.table(), row.key(), name));
            }
            try {
                fields[i] = text == null ? null : columns.get(i).values().encode(text);
            } catch (UnfitValueException e) {
                throw new SendException(
                        "%s, row %s: column %s took '%s' once, but %s now"
                                .formatted(row.table(), row.key(), name, text, e.getMessage()),
                        e);
            }
        }
        return fields;
    }
}
