package io.drover.send;

import io.drover.send.value.TextType;
import io.drover.send.value.ValueType;
import io.drover.send.value.ValueTypes;
import io.drover.send.value.Wire;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * The hash of a row, 64 bits, as PostgreSQL computes it. Rows of which {@link #isSame} says so have equal hashes where
 * their fields are equal; rows that differ have equal ones as rarely as two random numbers.
 */
final class RowHash {

    /** What it is called among the columns of a query: no column of a table has this name. */
    static final Column COLUMN = new Column(
            "hash of the row", "bigint", "bigint", ValueTypes.unlimited(Wire.BIGINT), true, false, false, true, true);

    private static final Set<String> TEXTS = Set.of("text", "varchar", "name");
    private static final String BLANK_PADDED = "bpchar";

    private RowHash() {}

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
     * Whether fields of a query's column and of a table's have equal hashes where, and only where, they would be sent as
     * equal.
     *
     * @param position of the column in the query's
     */
    static boolean isSame(Row.Columns query, int position, Column column) {
        ValueType fields = position < 0 ? null : query.type(position);
        Wire wire = column.values().wire();
        if (fields == null || fields.wire() != wire || !column.direct()) {
            return false;
        }
        String type = query.typeNames().get(position);
        // Of char(n) a server hashes what stands before the blanks at the end; of a text the blanks as well. A bpchar
        // without a length is sent with its blanks.
        return wire != Wire.TEXT
                || (type.equals(BLANK_PADDED)
                        ? isBlankPadded(column) && column.values() instanceof TextType text && text.length() != null
                        : TEXTS.contains(type));
    }

    static boolean isBlankPadded(Column column) {
        return column.type().equals(BLANK_PADDED);
    }

    /**
     * The hash of what stands beside the key, which is compared itself.
     *
     * @param name of a column, as SQL
     */
    static String sql(List<Column> columns, KeyOrder key, Function<Column, String> name, long seed) {
        List<Column> keys = IntStream.of(key.positions()).mapToObj(columns::get).toList();
        String hashed = columns.stream()
                .filter(column -> !keys.contains(column))
                .map(column -> hashed(name.apply(column), column))
                .collect(Collectors.joining(", "));
        return "hash_record_extended(row(%s), %d)".formatted(hashed, seed);
    }

    /** A collation by bytes, because others have equal hashes for texts that they only call equal. */
    private static String hashed(String name, Column column) {
        if (column.values().wire() != Wire.TEXT) {
            return name;
        }
        return isBlankPadded(column) ? name + " collate \"C\"" : name + "::text collate \"C\"";
    }
}
