package io.drover.send;

import static io.drover.db.Vendor.MARIADB;

import io.drover.send.value.MariaType;
import io.drover.send.value.ValueType;
import io.drover.send.value.Wire;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How the fields of one column go into statements of MariaDB and come out of its results, without loss. */
final class MariaForm {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    /** What {@code unix_timestamp} makes of a zero date. */
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    private final Column column;
    private final ValueType values;
    private final Wire wire;
    private final String name;

    MariaForm(Column column) {
        this.column = column;
        this.values = column.values();
        this.wire = values.wire();
        this.name = "t." + MARIADB.quoted(column.name());
    }

    /** The column in a list of what is selected. */
    String selected() {
        return switch (wire) {
            // As a float the server would show six digits of it.
            case REAL -> "cast(%s as double)".formatted(name);
            // A time of the session's zone would be the same for two instants of an hour that comes twice.
            case TIMESTAMP_WITH_ZONE -> "unix_timestamp(%s)".formatted(name);
            default -> column.type().equals("bit") ? name + " + 0" : name;
        };
    }

    /** The column in a list of what the rows are ordered by; no value comes after all values. */
    String ordered(boolean byBytes) {
        String order = byBytes && wire == Wire.TEXT
                ? exactly()
                : byBytes && wire == Wire.UUID ? "cast(%s as char)".formatted(name) : name;
        return column.filled() ? order : "%s is null, %s".formatted(name, order);
    }

    /** A condition that an index can serve, and that is met by every row of this key, perhaps by others too. */
    String equal() {
        return name + " = ?";
    }

    /** A condition for keys whose column may take other texts for equal: other cases, blanks at the end. */
    boolean isLoose() {
        return wire == Wire.TEXT;
    }

    String equalExactly() {
        return exactly() + " = ?";
    }

    private String exactly() {
        return "convert(%s using utf8mb4) collate utf8mb4_nopad_bin".formatted(name);
    }

    byte @Nullable [] read(ResultSet result, int index) throws SQLException {
        if (wire == Wire.TEXT || wire == Wire.BYTES) {
            return result.getBytes(index);
        }
        String text = result.getString(index);
        if (text == null) {
            return null;
        }
        return wire == Wire.TIMESTAMP_WITH_ZONE ? instant(new BigDecimal(text)) : MariaType.kept(values, text);
    }

    private byte[] instant(BigDecimal seconds) {
        if (seconds.compareTo(ZERO) == 0) {
            return MariaType.kept(values, "0000-00-00");
        }
        long whole = seconds.longValue();
        long nanos =
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        return MariaType.kept(values, Instant.ofEpochSecond(whole, nanos).toString());
    }

    void set(PreparedStatement statement, int parameter, byte @Nullable [] field) throws SQLException {
        if (field == null) {
            statement.setString(parameter, null);
            return;
        }
        switch (wire) {
            case TEXT, SERVER_TEXT -> statement.setString(parameter, new String(field, StandardCharsets.UTF_8));
            case BYTES -> statement.setBytes(parameter, field);
            case BOOLEAN -> statement.setInt(parameter, field[0]);
            case SMALLINT, INTEGER, BIGINT -> statement.setLong(parameter, ((Number) values.value(field)).longValue());
            case NUMERIC -> statement.setBigDecimal(parameter, (BigDecimal) values.value(field));
            case REAL, DOUBLE -> statement.setDouble(parameter, ((Number) values.value(field)).doubleValue());
            case TIMESTAMP_WITH_ZONE ->
                statement.setString(
                        parameter,
                        STAMP.format(((OffsetDateTime) values.value(field)).withOffsetSameInstant(ZoneOffset.UTC)));
            case TIMESTAMP -> statement.setString(parameter, STAMP.format((LocalDateTime) values.value(field)));
            case UUID, DATE, TIME -> statement.setString(parameter, values.text(field));
        }
    }
}
