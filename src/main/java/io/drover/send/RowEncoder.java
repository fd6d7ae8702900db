package io.drover.send;

import io.drover.send.SourceRow.State;
import io.drover.send.value.BooleanType;
import io.drover.send.value.TextType;
import io.drover.send.value.UnfitValueException;
import io.drover.send.value.ValueType;
import io.drover.send.value.ValueTypes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns the rows of a query into rows of the target, and refuses those that do not fit as they are. */
final class RowEncoder {

    /** What decides about values that the column or the zone leaves open. */
    private enum Rule {
        CUT("texts cut to the column's length"),
        ZERO_DATE("zero dates sent as no value"),
        FIRST_OF_TWO("stamps of an hour that comes twice taken as the first");

        private final String note;

        Rule(String note) {
            this.note = note;
        }
    }

    private final List<Column> columns;
    private final SendOptions options;
    private final Refusals refusals;
    private final boolean[] key;
    private final boolean[] mayLack;
    private final boolean[] cut;
    private final Map<Rule, Map<String, Long>> byRule = new EnumMap<>(Rule.class);
    private Row.@Nullable Columns source;
    private int[] positions = {};
    private int gone;

    /** @param columns of the encoded rows, in their order */
    RowEncoder(List<Column> columns, SendOptions options, Refusals refusals) {
        this.columns = columns;
        this.options = options;
        this.refusals = refusals;
        this.key = new boolean[columns.size()];
        this.mayLack = new boolean[columns.size()];
        this.cut = new boolean[columns.size()];
        for (int i = 0; i < key.length; i++) {
            String name = columns.get(i).name();
            key[i] = options.key().contains(name) || options.within().contains(name);
            // A parent that is gone may come without any child of which the key could be named.
            mayLack[i] = !options.within().isEmpty() && !options.within().contains(name);
            cut[i] = options.truncate().contains(name);
        }
    }

    /** @return null when the row is refused and its key is not known */
    @Nullable
    SourceRow encode(Row row) {
        if (row.columns() != source) {
            bind(row.columns());
        }
        boolean leaving = isGone(row);
        byte[][] fields = new byte[positions.length][];
        boolean refused = false;
        for (int i = 0; i < positions.length && !refused; i++) {
            if (key[i] || !leaving) {
                String problem = fill(fields, i, row, leaving);
                if (problem != null && key[i]) {
                    refusals.addWithoutKey(keyText(row), columns.get(i).name(), text(row, i), problem);
                    return null;
                }
                refused = problem != null && refuse(fields, i, row, problem);
            }
        }
        return new SourceRow(fields, leaving ? State.GONE : refused ? State.REFUSED : State.LIVING);
    }

    private void bind(Row.Columns found) {
        source = found;
        positions = new int[columns.size()];
        for (int i = 0; i < positions.length; i++) {
            String name = columns.get(i).name();
            positions[i] = found.indexOf(options.columns().getOrDefault(name, name));
        }
        gone = found.indexOf(TableFit.GONE);
    }

    private boolean isGone(Row row) {
        Object value = gone < 0 ? null : row.value(gone);
        if (value == null || value instanceof String text && text.isBlank()) {
            return false;
        }
        try {
            return BooleanType.isTrue(value);
        } catch (UnfitValueException e) {
            throw new SendException("Column gone holds '%s'; it takes true/false, Y/N or 1/0".formatted(value), e);
        }
    }

    /** @return why the value does not fit; null when it does */
    private @Nullable String fill(byte[][] fields, int i, Row row, boolean leaving) {
        int position = positions[i];
        Object raw = position < 0 ? null : row.raw(position);
        try {
            byte[] field = raw == null ? null : field(i, raw, row.columns().type(position));
            fields[i] = field;
            if (field == null) {
                if (key[i]) {
                    return leaving && mayLack[i] ? null : "is empty, but it is part of the key";
                }
                return columns.get(i).filled() ? "has no value, but the column must have one" : null;
            }
            return null;
        } catch (UnfitValueException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private byte @Nullable [] field(int i, Object raw, @Nullable ValueType type) {
        Column column = columns.get(i);
        if (cut[i]) {
            return cut(column, type == null ? raw : type.value((byte[]) raw));
        }
        if (type != null && type.wire() == column.values().wire()) {
            return column.values().admit((byte[]) raw);
        }
        Object value = type == null ? raw : type.value((byte[]) raw);
        if (options.zeroDatesAreNull() && column.values().wire().isDate() && ValueTypes.isZeroDate(value)) {
            count(Rule.ZERO_DATE, column);
            return null;
        }
        byte[] field = column.values().encode(value);
        if (column.values().isAmbiguous(value)) {
            count(Rule.FIRST_OF_TWO, column);
        }
        return field;
    }

    private void count(Rule rule, Column column) {
        byRule.computeIfAbsent(rule, each -> new TreeMap<>()).merge(column.name(), 1L, Long::sum);
    }

    private byte[] cut(Column column, Object value) {
        if (!(column.values() instanceof TextType type)) {
            return column.values().encode(value);
        }
        String text = type.cut(value);
        if (!text.contentEquals(value.toString())) {
            count(Rule.CUT, column);
        }
        return type.encode(text);
    }

    private boolean refuse(byte[][] fields, int i, Row row, String problem) {
        Map<String, @Nullable String> value = new LinkedHashMap<>();
        value.put(columns.get(i).name(), text(row, i));
        refusals.add(
                RowKey.of(columns, options.key(), fields).text(), columns.get(i).name(), value, problem);
        return true;
    }

    private @Nullable String text(Row row, int i) {
        Object value = positions[i] < 0 ? null : row.value(positions[i]);
        return value == null ? null : String.valueOf(value);
    }

    private String keyText(Row row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : options.key()) {
            Object value = row.get(options.columns().getOrDefault(name, name));
            values.put(name, value == null ? "" : value.toString());
        }
        return new RowKey(values).text();
    }

    /** What was done to values by a rule, for people. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        byRule.forEach((rule, counts) -> counts.forEach((column, count) ->
                notes.add("%s.%s: %,d %s".formatted(options.table(), column, count, rule.note))));
        return notes;
    }
}
