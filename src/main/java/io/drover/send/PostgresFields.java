package io.drover.send;

import io.drover.send.value.ValueType;
import io.drover.send.value.ValueTypes;
import io.drover.send.value.Wire;
import java.nio.ByteBuffer;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.core.Field;

/** Which columns of a query's result PostgreSQL's driver holds as fields, to be taken as they are by getBytes. */
final class PostgresFields {

    private static final Map<Wire, ValueType> TYPES = new EnumMap<>(Wire.class);

    static {
        for (Wire wire : Wire.values()) {
            TYPES.put(wire, ValueTypes.unlimited(wire));
        }
    }

    private PostgresFields() {}

    /** Empty for another vendor's result, and for columns that arrive in another form than a field's. */
    static Optional<ValueType> type(ResultSetMetaData meta, int column) throws SQLException {
        if (!meta.isWrapperFor(PGResultSetMetaData.class)) {
            return Optional.empty();
        }
        boolean binary = isBinary(meta, column);
        Optional<Wire> wire = wire(meta.getColumnTypeName(column)).filter(each -> binary || each == Wire.TEXT);
        if (wire.equals(Optional.of(Wire.NUMERIC)) && meta.getPrecision(column) > 0) {
            return Optional.of(ValueTypes.numeric(meta.getPrecision(column), meta.getScale(column)));
        }
        return wire.map(TYPES::get);
    }

    static boolean isBinary(ResultSetMetaData meta, int column) throws SQLException {
        return meta.unwrap(PGResultSetMetaData.class).getFormat(column) == Field.BINARY_FORMAT;
    }

    /** The bounds of a binary array as the server writes them before its values; nothing where each begins at 1. */
    static String bounds(byte[] array) {
        ByteBuffer field = ByteBuffer.wrap(array);
        int dimensions = field.getInt(0);
        StringBuilder bounds = new StringBuilder();
        boolean isUsual = true;
        for (int i = 0; i < dimensions; i++) {
            int length = field.getInt(12 + 8 * i);
            int first = field.getInt(16 + 8 * i);
            isUsual &= first == 1;
            bounds.append('[')
                    .append(first)
                    .append(':')
                    .append(first + length - 1)
                    .append(']');
        }
        return isUsual ? "" : bounds.append('=').toString();
    }

    private static Optional<Wire> wire(String type) {
        return switch (type) {
            // What the driver calls a column with a sequence.
            case "smallserial" -> Optional.of(Wire.SMALLINT);
            case "serial" -> Optional.of(Wire.INTEGER);
            case "bigserial" -> Optional.of(Wire.BIGINT);
            default -> Wire.ofPostgres(type);
        };
    }
}
