package io.drover.send;

import io.drover.send.value.UnfitValueException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the rows of one key among those that a task would send, instead of sending them. The route is executed once
 * for Send All and once for Send Changed, each time with {@link #in} before it; then {@link #why} tells what was found.
 * Nothing is written.
 */
public final class RowLook {

    /** A key of a parent has many children; the first ones show what matters. */
    private static final int MOST_ROWS = 20;

    private final String task;
    private final String key;
    private final Map<Place, Found> found = new LinkedHashMap<>();
    private final List<String> tables = new ArrayList<>();
    private @Nullable Watermark watermark;
    private @Nullable LocalDateTime since;

    /** @param key as a person writes it: a bare value means the first column of a table's key */
    public RowLook(String task, String key) {
        this.task = task;
        this.key = key;
    }

    private record Place(int step, String table, String key) {}

    private static final class Found {

        private @Nullable Map<String, @Nullable String> all;
        private @Nullable Map<String, @Nullable String> changed;
        private boolean gone;
        private @Nullable Map<String, @Nullable String> target;
        private List<String> differing = List.of();
        private @Nullable String refused;
    }

    /** The receiver of the rows of one execution of the route; the session says in which mode. */
    public RowReceiver in(SendSession session) {
        if (session.mode() == Mode.CHANGED) {
            watermark = session.watermark();
            since = session.since();
        }
        return new Pass(session);
    }

    /**
     * @param held why rows are held, by table and key
     * @throws IllegalArgumentException when no table of the task has such a key
     */
    public Why why(Map<HeldKey, String> held) {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException(
                    "No table that task %s sends has a key such as '%s'; write it as column=value, column=value"
                            .formatted(task, key));
        }
        List<WhyStep> steps = new ArrayList<>();
        found.forEach((place, row) -> steps.add(new WhyStep(
                place.table(),
                row.all,
                row.changed,
                row.gone,
                watermark == null ? null : watermark.upto(),
                since,
                row.target,
                row.differing,
                held.get(new HeldKey(place.table(), place.key())),
                row.refused)));
        return new Why(task, key, steps);
    }

    /** One execution of the route. */
    private final class Pass implements RowReceiver {

        private final SendSession session;
        private int step;

        Pass(SendSession session) {
            this.session = session;
        }

        @Override
        public SendCounts send(SendOptions options, @Nullable Object body) throws SQLException {
            step++;
            Map<String, String> wanted = wanted(options.key());
            if (!options.deletes() && !wanted.isEmpty()) {
                session.withTarget(options.database(), target -> {
                    look(target, options, wanted, body);
                    return SendCounts.NONE;
                });
            }
            return SendCounts.NONE;
        }

        private Map<String, String> wanted(List<String> columns) {
            if (!key.contains("=")) {
                return Map.of(columns.get(0), key.strip());
            }
            Map<String, String> pairs = RowKey.parse(key).values();
            return columns.containsAll(pairs.keySet()) ? pairs : Map.of();
        }

        private void look(Target target, SendOptions asked, Map<String, String> wanted, @Nullable Object body)
                throws SQLException {
            Table table = target.table(asked.table());
            SendOptions options = asked.in(table);
            try (RowStream rows = RowStream.of(body, options.table())) {
                Row.Columns columns = rows.columns();
                TableFit fit = new TableFit(table, options, unknown(table, options, columns));
                List<Column> sent = columns == null ? fit.keyColumns() : fit.columnsOf(columns);
                byte[][] sought = fields(sent, wanted);
                tables.add(options.table());
                int[] positions = positions(sent, wanted.keySet());
                if (session.mode() == Mode.ALL) {
                    lookInTarget(target.open(table, sent, options.key(), step), options, positions, sought);
                }
                lookInSource(rows, sent, options, positions, sought);
            } catch (IOException e) {
                throw new SendException("The rows for " + options.table() + " cannot be closed: " + e.getMessage(), e);
            }
        }

        /** Whether they are a mistake is for a send to say. */
        private static Set<String> unknown(Table table, SendOptions options, Row.@Nullable Columns columns) {
            Set<String> unknown = new HashSet<>(columns == null ? List.of() : columns.names());
            table.columns().forEach(column -> unknown.remove(column.name()));
            unknown.removeAll(options.columns().values());
            return unknown;
        }

        private void lookInTarget(TargetTable table, SendOptions options, int[] positions, byte[][] sought)
                throws SQLException {
            List<byte[][]> rows = table.matching(positions, Collections.singletonList(sought));
            for (byte[][] row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
                found(options, table.columns(), row).target = texts(table.columns(), row);
            }
        }

        private void lookInSource(
                RowStream rows, List<Column> columns, SendOptions options, int[] positions, byte[][] sought) {
            List<RunRow> refused = new ArrayList<>();
            Refusals refusals = new Refusals(options.table(), Integer.MAX_VALUE, refused::add);
            KeyOrder order = new KeyOrder(columns, positions);
            List<Column> keyColumns = columns.stream()
                    .filter(column -> options.key().contains(column.name())
                            || options.within().contains(column.name()))
                    .toList();
            RowEncoder keys = new RowEncoder(keyColumns, options, refusals);
            RowEncoder whole = new RowEncoder(columns, options, refusals);
            byte[][] soughtKey = fields(keyColumns, wanted(options.key()));
            KeyOrder keyOrder = new KeyOrder(
                    keyColumns, positions(keyColumns, wanted(options.key()).keySet()));
            int matches = 0;
            while (matches < MOST_ROWS && rows.hasNext()) {
                Row row = rows.next();
                SourceRow itsKey = row.unreadable() == null ? keys.encode(row) : null;
                if (itsKey == null || keyOrder.compare(itsKey.fields(), soughtKey) != 0) {
                    refused.clear();
                    continue;
                }
                refused.clear();
                SourceRow encoded = whole.encode(row);
                if (encoded != null && order.compare(encoded.fields(), sought) == 0) {
                    matches++;
                    note(found(options, columns, encoded.fields()), columns, encoded, row, refused);
                }
            }
        }

        private void note(Found place, List<Column> columns, SourceRow row, Row source, List<RunRow> refused) {
            Map<String, @Nullable String> texts = row.isLiving() ? texts(columns, row.fields()) : plain(source);
            if (session.mode() == Mode.CHANGED) {
                place.changed = texts;
                return;
            }
            place.all = texts;
            place.gone = row.isGone();
            Map<String, @Nullable String> target = place.target;
            if (!refused.isEmpty()) {
                place.refused = refused.get(0).column() + ": " + refused.get(0).reason();
            } else if (row.isLiving() && target != null) {
                place.differing = columns.stream()
                        .map(Column::name)
                        .filter(name -> !Objects.equals(texts.get(name), target.get(name)))
                        .toList();
            }
        }

        private Found found(SendOptions options, List<Column> columns, byte[][] fields) {
            String text = RowKey.of(columns, options.key(), fields).text();
            return found.computeIfAbsent(new Place(step, options.table(), text), place -> new Found());
        }
    }

    private static int[] positions(List<Column> columns, Set<String> names) {
        return IntStream.range(0, columns.size())
                .filter(i -> names.contains(columns.get(i).name()))
                .toArray();
    }

    private static byte[][] fields(List<Column> columns, Map<String, String> wanted) {
        byte[][] fields = new byte[columns.size()][];
        for (int i : positions(columns, wanted.keySet())) {
            String text = Objects.requireNonNull(wanted.get(columns.get(i).name()));
            try {
                fields[i] = columns.get(i).values().encode(text);
            } catch (UnfitValueException e) {
                throw new IllegalArgumentException(
                        "%s: %s".formatted(columns.get(i).name(), e.getMessage()), e);
            }
        }
        return fields;
    }

    private static Map<String, @Nullable String> texts(List<Column> columns, byte[][] fields) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
            byte[] field = fields[i];
            texts.put(
                    columns.get(i).name(),
                    field == null ? null : columns.get(i).values().text(field));
        }
        return texts;
    }

    private static Map<String, @Nullable String> plain(Row row) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        row.forEach((name, value) -> texts.put(
                name,
                value instanceof byte[] bytes ? Arrays.toString(bytes) : value == null ? null : value.toString()));
        return texts;
    }
}
