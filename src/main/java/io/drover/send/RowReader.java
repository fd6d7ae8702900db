package io.drover.send;

import io.drover.send.value.ValueType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.sql.DefaultRowMapperFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * How camel-sql reads: each row becomes a {@link Row}. Dates and times arrive as {@code java.time} values, so that no
 * value passes through the zone of this machine. What PostgreSQL transfers in binary form stays in it, because that is
 * the form in which rows are compared and written.
 */
public final class RowReader extends DefaultRowMapperFactory {

    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new Reader();
    }

    /** Reads the rows of one result set; the columns are looked up once. */
    private static final class Reader implements RowMapper<Row> {

        private Row.@Nullable Columns columns;
        private @Nullable Class<?>[] types = {};
        private boolean[] fields = {};

        @Override
        public Row mapRow(ResultSet result, int number) throws SQLException {
            if (columns == null) {
                columns = describe(result.getMetaData());
            }
            @Nullable Object[] values = new Object[types.length];
            for (int i = 0; i < values.length; i++) {
                Class<?> type = types[i];
                values[i] = fields[i]
                        ? result.getBytes(i + 1)
                        : type == null ? result.getObject(i + 1) : result.getObject(i + 1, type);
            }
            return new Row(columns, values);
        }

        private Row.Columns describe(ResultSetMetaData meta) throws SQLException {
            List<String> names = new ArrayList<>();
            List<Optional<ValueType>> fieldTypes = new ArrayList<>();
            types = new Class<?>[meta.getColumnCount()];
            fields = new boolean[types.length];
            for (int i = 0; i < types.length; i++) {
                names.add(meta.getColumnLabel(i + 1));
                Optional<ValueType> fieldType = PostgresFields.type(meta, i + 1);
                fieldTypes.add(fieldType);
                fields[i] = fieldType.isPresent();
                types[i] = timeType(meta, i + 1);
            }
            return new Row.Columns(names, fieldTypes);
        }

        private static @Nullable Class<?> timeType(ResultSetMetaData meta, int column) throws SQLException {
            return switch (meta.getColumnType(column)) {
                case Types.DATE -> LocalDate.class;
                case Types.TIME -> LocalTime.class;
                case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
                // The PostgreSQL driver reports both kinds of timestamp with the same number.
                case Types.TIMESTAMP ->
                    "timestamptz".equals(meta.getColumnTypeName(column)) ? OffsetDateTime.class : LocalDateTime.class;
                default -> null;
            };
        }
    }
}
