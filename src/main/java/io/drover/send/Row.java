package io.drover.send;

import io.drover.db.AskedQuery;
import io.drover.send.value.ValueType;
import java.sql.Connection;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row as a read-only map from column name to value, compact because all rows of a query share their
 * {@link Columns}. Names are found whatever their case.
 */
public final class Row extends AbstractMap<String, @Nullable Object> {

    private static final Columns NO_COLUMNS = new Columns(List.of());

    private final Columns columns;
    private final @Nullable Object[] values;
    private final @Nullable Unreadable unreadable;

    /**
     * The column names of a query, in its order and in lower case, what the source calls their types, and which of
     * them arrive as fields.
     */
    public static final class Columns {

        private final List<String> names;
        private final @Nullable ValueType[] types;
        private final List<String> typeNames;
        private final @Nullable Connection origin;
        private final @Nullable AskedQuery query;
        private final Map<String, Integer> positions = new HashMap<>();
        private @Nullable Row first;

        public Columns(List<String> names) {
            this(names, List.of());
        }

        /** @param typeNames the source's names of the types; empty where rows are no declared ones, and may differ */
        public Columns(List<String> names, List<String> typeNames) {
            this(names, typeNames, Collections.nCopies(names.size(), Optional.empty()), null, null);
        }

        /**
         * @param types of the columns that arrive as fields of that type; the others arrive as Java values
         * @param origin the connection over which the rows are read; null when they are not
         * @param query whose rows they are; null where it cannot be asked again
         */
        Columns(
                List<String> names,
                List<String> typeNames,
                List<Optional<ValueType>> types,
                @Nullable Connection origin,
                @Nullable AskedQuery query) {
            this.names =
                    names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
            this.types = types.stream().map(type -> type.orElse(null)).toArray(ValueType[]::new);
            this.typeNames = List.copyOf(typeNames);
            this.origin = origin;
            this.query = query;
            for (int i = 0; i < this.names.size(); i++) {
                positions.put(this.names.get(i), i);
            }
        }

        /** Called once, before any of the rows is handed on. */
        Row setFirst(Row row) {
            first = row;
            return row;
        }

        /** Whether no row of the query came before this one. */
        boolean isFirst(Row row) {
            return row == first;
        }

        /** The type whose fields a column's values are; null where they are Java values. */
        @Nullable
        ValueType type(int index) {
            return types[index];
        }

        @Nullable
        Connection origin() {
            return origin;
        }

        @Nullable
        AskedQuery query() {
            return query;
        }

        /** The source's names of the types, in the order of the columns; empty where nothing declares them. */
        List<String> typeNames() {
            return typeNames;
        }

        public List<String> names() {
            return names;
        }

        /** @return the position, or -1 when there is no such column */
        public int indexOf(String name) {
            return positions.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
        }
    }

    /**
     * Why there are no values.
     *
     * @param where the place a person looks at: {@code stock.csv line 17}
     */
    public record Unreadable(String where, String reason) {}

    /** @param values in the order of the columns; kept, not copied */
    public Row(Columns columns, @Nullable Object[] values) {
        this(columns, values, null);
    }

    private Row(Columns columns, @Nullable Object[] values, @Nullable Unreadable unreadable) {
        this.columns = columns;
        this.values = values;
        this.unreadable = unreadable;
    }

    /** Stands for a row that the source holds but nobody can read: to be refused by name while the others go on. */
    public static Row unreadable(String where, String reason) {
        return new Row(NO_COLUMNS, new Object[0], new Unreadable(where, reason));
    }

    static Row of(Map<?, ?> map) {
        List<String> names = new ArrayList<>();
        map.keySet().forEach(name -> names.add(String.valueOf(name)));
        return new Row(new Columns(names), map.values().toArray());
    }

    /** Why this row has no values; null for a row that has. */
    public @Nullable Unreadable unreadable() {
        return unreadable;
    }

    public Columns columns() {
        return columns;
    }

    /** @param index a position in {@link #columns()} */
    public @Nullable Object value(int index) {
        Object value = values[index];
        ValueType type = columns.type(index);
        return value == null || type == null ? value : type.value((byte[]) value);
    }

    /** The value as it arrived: a field where the column has a {@linkplain Columns#type type}. */
    @Nullable
    Object raw(int index) {
        return values[index];
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int index = name == null ? -1 : columns.indexOf(name.toString());
        return index < 0 ? null : value(index);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name != null && columns.indexOf(name.toString()) >= 0;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        Set<Entry<String, @Nullable Object>> entries = new LinkedHashSet<>();
        for (int i = 0; i < values.length; i++) {
            entries.add(new SimpleImmutableEntry<>(columns.names().get(i), value(i)));
        }
        return entries;
    }
}
