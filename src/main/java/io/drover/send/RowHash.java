package io.drover.send;

import io.drover.send.value.NumericType;
import io.drover.send.value.TextType;
import io.drover.send.value.ValueType;
import io.drover.send.value.ValueTypes;
import io.drover.send.value.Wire;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The hash of what stands beside the key of a row, 64 bits, as PostgreSQL computes it: equal where the fields would be
 * sent as equal, and of rows that differ as rarely as two random numbers. Another one for each send, so that what looks
 * equal once by accident does not the next time.
 */
final class RowHash {

    /** What it is called among the columns of a query: no column of a table has this name. */
    static final Column COLUMN = new Column(
            "hash of the row", "bigint", "bigint", ValueTypes.unlimited(Wire.BIGINT), true, false, false, true, true);

    private static final Set<String> TEXTS = Set.of("text", "varchar", "name");
    private static final String BLANK_PADDED = "bpchar";

    private static final SecureRandom SEEDS = new SecureRandom();

    private final Map<Column, String> forms = new LinkedHashMap<>();
    private final long seed = SEEDS.nextLong();

    private RowHash() {}

    /**
     * @param query columns of the source
     * @param columns of the target's rows
     * @param position of such a column in the query's
     * @return null where a column of the one cannot be hashed as that of the other
     */
    static @Nullable RowHash of(Row.Columns query, List<Column> columns, KeyOrder key, ToIntFunction<Column> position) {
        List<Column> keys = IntStream.of(key.positions()).mapToObj(columns::get).toList();
        RowHash hash = new RowHash();
        for (Column column : columns) {
            String form = form(query, position.applyAsInt(column), column);
            if (form == null) {
                return null;
            }
            if (!keys.contains(column)) {
                hash.forms.put(column, form);
            }
        }
        return hash;
    }

    /** The columns of a row of which only the key, in its order, and the hash are known. */
    static List<Column> columns(List<Column> all, KeyOrder key) {
        return Stream.concat(IntStream.of(key.positions()).mapToObj(all::get), Stream.of(COLUMN))
                .toList();
    }

    /** Whether two servers hash alike: both know the function, and write texts in the same encoding. */
    static boolean isSame(Connection one, Connection other) throws SQLException {
        return one.isWrapperFor(PGConnection.class)
                && other.isWrapperFor(PGConnection.class)
                && encoding(one).equals(encoding(other))
                && isKnown(one)
                && isKnown(other);
    }

    private static String encoding(Connection connection) throws SQLException {
        return String.valueOf(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
    }

    private static boolean isKnown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select to_regprocedure('hash_record_extended(record, bigint)') is not null")) {
            return result.next() && result.getBoolean(1);
        }
    }

    /**
     * What is hashed of a value, as SQL with a place for the value. Some of PostgreSQL's own hashes of values leave
     * something out: 5 and -5 have the same, NaN and Infinity, 1 and 4294967296 as bigint, and so have times. Of those the
     * bytes are hashed that the server would send.
     *
     * @return null where the fields of the two columns are not compared as the servers' values would be
     */
    private static @Nullable String form(Row.Columns query, int position, Column column) {
        ValueType fields = position < 0 ? null : query.type(position);
        Wire wire = column.values().wire();
        if (fields == null || fields.wire() != wire || !column.direct()) {
            return null;
        }
        return switch (wire) {
            case BOOLEAN, SMALLINT, INTEGER, DATE, REAL, DOUBLE, BYTES, UUID -> "%s";
            case BIGINT -> "int8send(%s)";
            case TIME -> "time_send(%s)";
            case TIMESTAMP -> "timestamp_send(%s)";
            case TIMESTAMP_WITH_ZONE -> "timestamptz_send(%s)";
            // 1.5 and 1.50 are equal, but not sent alike.
            case NUMERIC -> hasSameScale(fields, column.values()) ? "numeric_send(%s)" : "numeric_send(trim_scale(%s))";
            case TEXT -> textForm(query.typeNames().get(position), column);
            case SERVER_TEXT -> null;
        };
    }

    private static boolean hasSameScale(ValueType one, ValueType other) {
        return one instanceof NumericType a
                && other instanceof NumericType b
                && a.scale() != null
                && Objects.equals(a.scale(), b.scale());
    }

    /** By bytes, because other collations have equal hashes for texts that they only call equal. */
    private static @Nullable String textForm(String type, Column column) {
        if (!type.equals(BLANK_PADDED)) {
            return TEXTS.contains(type) ? isBlankPadded(column) ? "%s collate \"C\"" : "%s::text collate \"C\"" : null;
        }
        // Of char(n) a server hashes what stands before the blanks at the end. A bpchar without a length is sent with
        // them.
        boolean bothPadded = isBlankPadded(column) && column.values() instanceof TextType text && text.length() != null;
        return bothPadded ? "%s collate \"C\"" : null;
    }

    static boolean isBlankPadded(Column column) {
        return column.type().equals(BLANK_PADDED);
    }

    /** @param name of a column, as SQL */
    String sql(Function<Column, String> name) {
        String values = forms.entrySet().stream()
                .map(form -> form.getValue().replace("%s", name.apply(form.getKey())))
                .collect(Collectors.joining(", "));
        return "hash_record_extended(row(%s), %d)".formatted(values, seed);
    }
}
