package io.drover.send;

import io.drover.send.value.ValueType;
import io.drover.send.value.ValueTypes;
import io.drover.send.value.Wire;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
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
        boolean binary = meta.unwrap(PGResultSetMetaData.class).getFormat(column) == Field.BINARY_FORMAT;
        return wire(meta.getColumnTypeName(column))
                .filter(wire -> binary || wire == Wire.TEXT)
                .map(TYPES::get);
    }

    /** Whether the server keeps texts without knowing their character set, so that they may be of any. */
    static boolean textsMayBeAnyBytes(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                && "SQL_ASCII".equals(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
    }

    /** Whether a column arrives as the text that the server keeps or writes. */
    static boolean isText(ResultSetMetaData meta, int column) throws SQLException {
        boolean binary = meta.unwrap(PGResultSetMetaData.class).getFormat(column) == Field.BINARY_FORMAT;
        return wire(meta.getColumnTypeName(column))
                .map(wire -> wire == Wire.TEXT)
                .orElse(!binary);
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
