package io.drover.send;

import io.drover.send.value.NumericType;
import io.drover.send.value.TextType;
import io.drover.send.value.ValueType;
import io.drover.send.value.ValueTypes;
import io.drover.send.value.Wire;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
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
 * equal once by accident does not the next time. It is made of the hashes of the columns, because to make a row of them and
 * hash that takes a server a fifth longer.
 */
final class RowHash {

    /** What it is called among the columns of a query: no column of a table has this name. */
    static final Column COLUMN = new Column(
            "hash of the row", "bigint", "bigint", ValueTypes.unlimited(Wire.BIGINT), true, false, false, true, true);

    private static final Set<String> TEXTS = Set.of("text", "varchar", "name");
    private static final String BLANK_PADDED = "bpchar";

    /** The functions are older; it is the oldest that its makers maintained when this was written. */
    private static final int OLDEST_SERVER = 14;

    private static final SecureRandom SEEDS = new SecureRandom();

    private final Map<Column, String> forms = new LinkedHashMap<>();

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
                hash.forms.put(column, seeded(form));
            }
        }
        return hash;
    }

    /** The columns of a row of which only the key, in its order, and the hash are known. */
    static List<Column> columns(List<Column> all, KeyOrder key) {
        return Stream.concat(IntStream.of(key.positions()).mapToObj(all::get), Stream.of(COLUMN))
                .toList();
    }

    /** Whether two servers hash alike: both are new enough, and write texts in the same encoding. */
    static boolean isSame(Connection one, Connection other) throws SQLException {
        return isNewEnough(one) && isNewEnough(other) && encoding(one).equals(encoding(other));
    }

    private static boolean isNewEnough(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                && connection.getMetaData().getDatabaseMajorVersion() >= OLDEST_SERVER;
    }

    private static String encoding(Connection connection) throws SQLException {
        return String.valueOf(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
    }

    /**
     * The hash of a value, as SQL with a place for the value and one for the seed. Some of PostgreSQL's own hashes of values
     * leave something out: 5 and -5 have the same, NaN and Infinity, 1 and 4294967296 as bigint, and so have times. Of those
     * the bytes are hashed that the server would send.
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
            case BOOLEAN -> "hashint4extended(VALUE::int, SEED)";
            case SMALLINT -> "hashint2extended(VALUE, SEED)";
            case INTEGER -> "hashint4extended(VALUE, SEED)";
            case UUID -> "uuid_hash_extended(VALUE, SEED)";
            case BYTES -> ofBytes("VALUE");
            case BIGINT -> ofBytes("int8send(VALUE)");
            case REAL -> "hashfloat4extended(VALUE, SEED)";
            case DOUBLE -> "hashfloat8extended(VALUE, SEED)";
            case DATE -> ofBytes("date_send(VALUE)");
            case TIME -> ofBytes("time_send(VALUE)");
            case TIMESTAMP -> ofBytes("timestamp_send(VALUE)");
            case TIMESTAMP_WITH_ZONE -> ofBytes("timestamptz_send(VALUE)");
            // 1.5 and 1.50 are equal, but not sent alike.
            case NUMERIC ->
                ofBytes(
                        hasSameScale(fields, column.values())
                                ? "numeric_send(VALUE)"
                                : "numeric_send(trim_scale(VALUE))");
            case TEXT -> textForm(query.typeNames().get(position), column);
            case SERVER_TEXT -> null;
        };
    }

    private static String ofBytes(String bytes) {
        return "hashbyteaextended(%s, SEED)".formatted(bytes);
    }

    /** Each column has a seed of its own, so that values which change places do not make up for each other. */
    private static String seeded(String form) {
        return "coalesce(%s, %d)".formatted(form.replace("SEED", Long.toString(number())), number());
    }

    private static long number() {
        return SEEDS.nextLong(Long.MAX_VALUE);
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
            return TEXTS.contains(type) ? "hashtextextended(VALUE::text collate \"C\", SEED)" : null;
        }
        // Of char(n) a server hashes what stands before the blanks at the end. A bpchar without a length is sent with
        // them.
        boolean bothPadded = isBlankPadded(column) && column.values() instanceof TextType text && text.length() != null;
        return bothPadded ? "hashbpcharextended(VALUE collate \"C\", SEED)" : null;
    }

    static boolean isBlankPadded(Column column) {
        return column.type().equals(BLANK_PADDED);
    }

    /** @param name of a column, as SQL */
    String sql(Function<Column, String> name) {
        return forms.entrySet().stream()
                .map(form -> form.getValue().replace("VALUE", name.apply(form.getKey())))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(" # "), hashes -> hashes.isEmpty() ? "0::bigint" : hashes));
    }
}
