package io.drover.send;

import io.drover.db.MariaDb;
import io.drover.db.RunConnections;
import io.drover.send.value.ValueType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.component.sql.DefaultRowMapperFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * How camel-sql reads: each row becomes a {@link Row}. Dates and times arrive as {@code java.time} values, so that no
 * value passes through the zone of this machine. What is no date or time to {@code java.time} (MariaDB's
 * {@code 0000-00-00}, {@code 2026-00-00}, {@code 26:30:00}) arrives as the text that the source shows, never as null
 * and never as another date. What PostgreSQL transfers in binary form stays in it, because that is the form in which
 * rows are compared and written.
 */
public final class RowReader extends DefaultRowMapperFactory {

    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new Reader();
    }

    /** How the values of one column are taken from the result. */
    @FunctionalInterface
    private interface Cell {
        @Nullable
        Object read(ResultSet result, int column) throws SQLException;
    }

    /** Reads the rows of one result set; the columns are looked up once. */
    private static final class Reader implements RowMapper<Row> {

        private static final Pattern AMOUNT = Pattern.compile("-?\\$\\d{1,3}(,\\d{3})*[.]\\d\\d");

        private Row.@Nullable Columns columns;
        private Cell[] cells = {};

        @Override
        public Row mapRow(ResultSet result, int number) throws SQLException {
            if (columns == null) {
                columns = describe(result);
                return columns.setFirst(read(result, columns));
            }
            return read(result, columns);
        }

        private Row read(ResultSet result, Row.Columns from) throws SQLException {
            @Nullable Object[] values = new Object[cells.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = cells[i].read(result, i + 1);
            }
            return new Row(from, values);
        }

        private Row.Columns describe(ResultSet result) throws SQLException {
            ResultSetMetaData meta = result.getMetaData();
            Connection connection = result.getStatement().getConnection();
            boolean mariaDb = MariaDb.is(connection);
            List<String> names = new ArrayList<>();
            List<String> typeNames = new ArrayList<>();
            List<Optional<ValueType>> fieldTypes = new ArrayList<>();
            cells = new Cell[meta.getColumnCount()];
            for (int i = 0; i < cells.length; i++) {
                names.add(meta.getColumnLabel(i + 1));
                typeNames.add(meta.getColumnTypeName(i + 1));
                Optional<ValueType> fieldType = PostgresFields.type(meta, i + 1);
                fieldTypes.add(fieldType);
                cells[i] = fieldType.isPresent() ? ResultSet::getBytes : cell(meta, i + 1, mariaDb);
            }
            return new Row.Columns(
                    names, typeNames, fieldTypes, connection, RunConnections.asked(result.getStatement()));
        }

        private static Cell cell(ResultSetMetaData meta, int column, boolean mariaDb) throws SQLException {
            switch (meta.getColumnTypeName(column)) {
                case "timetz":
                    return Reader::zonedTime;
                case "money":
                    return Reader::amount;
                case "bit", "varbit":
                    return ResultSet::getString;
                case "_int2", "_int4", "_int8", "_float4", "_float8", "_text", "_varchar", "_bytea", "_oid":
                    return PostgresFields.isBinary(meta, column) ? Reader::array : ResultSet::getString;
                default:
                    return cellByNumber(meta, column, mariaDb);
            }
        }

        private static Cell cellByNumber(ResultSetMetaData meta, int column, boolean mariaDb) throws SQLException {
            return switch (meta.getColumnType(column)) {
                case Types.DATE -> moment(LocalDate.class);
                // MariaDB's lasts up to 838 hours, of which its driver would keep the rest of a day.
                case Types.TIME -> mariaDb ? Reader::timeOrText : moment(LocalTime.class);
                case Types.TIMESTAMP_WITH_TIMEZONE -> moment(OffsetDateTime.class);
                // The PostgreSQL driver reports both kinds of timestamp with the same number.
                case Types.TIMESTAMP ->
                    moment(
                            "timestamptz".equals(meta.getColumnTypeName(column))
                                    ? OffsetDateTime.class
                                    : LocalDateTime.class);
                case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> ResultSet::getBytes;
                // What a driver makes of these says more of the driver than of the value.
                case Types.CLOB, Types.NCLOB, Types.OTHER, Types.ARRAY, Types.SQLXML, Types.STRUCT, Types.DISTINCT ->
                    ResultSet::getString;
                // As an object of a prepared statement the driver of MariaDB makes -741 of the year 2026.
                case Types.SMALLINT ->
                    "YEAR".equals(meta.getColumnTypeName(column)) ? Reader::year : ResultSet::getObject;
                default -> ResultSet::getObject;
            };
        }

        /** For some drivers a zero date is null, others fail on it; its text tells it from both. */
        private static Cell moment(Class<?> type) {
            return (result, column) -> {
                Object value;
                try {
                    value = result.getObject(column, type);
                } catch (DateTimeException | SQLDataException e) {
                    return result.getString(column);
                }
                return value == null ? result.getString(column) : value;
            };
        }

        /** The driver's text of an array leaves out where it begins, which is not always at 1. */
        private static @Nullable Object array(ResultSet result, int column) throws SQLException {
            byte[] field = result.getBytes(column);
            String text = result.getString(column);
            return field == null ? null : PostgresFields.bounds(field) + text;
        }

        /** The driver's text of it would be in the zone of this machine. */
        private static @Nullable Object zonedTime(ResultSet result, int column) throws SQLException {
            OffsetTime time = result.getObject(column, OffsetTime.class);
            return time == null ? null : time.toString();
        }

        /** An amount in the form that says where its decimals begin is a number, any other the text of the server. */
        private static @Nullable Object amount(ResultSet result, int column) throws SQLException {
            String text = result.getString(column);
            return text != null && AMOUNT.matcher(text).matches()
                    ? new BigDecimal(text.replace("$", "").replace(",", ""))
                    : text;
        }

        private static @Nullable Object year(ResultSet result, int column) throws SQLException {
            String text = result.getString(column);
            return text == null ? null : Integer.valueOf(text);
        }

        private static @Nullable Object timeOrText(ResultSet result, int column) throws SQLException {
            String text = result.getString(column);
            try {
                return text == null ? null : LocalTime.parse(text);
            } catch (DateTimeException e) {
                return text;
            }
        }
    }
}
