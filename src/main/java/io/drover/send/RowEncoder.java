package io.drover.send;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Writes values in PostgreSQL's COPY text format and refuses, before anything is sent, what the column would take
 * only by changing it: a text too long, a number with too many digits, characters no text may hold.
 */
final class RowEncoder {

    /** The last year PostgreSQL can write; drivers hand infinity over as a far later one. */
    private static final int LAST_YEAR = 294_276;

    private final List<String> truncate;
    private final Map<String, Long> cuts = new TreeMap<>();

    /** @param truncate columns whose texts may be cut to the column's length; each cut is counted */
    RowEncoder(List<String> truncate) {
        this.truncate = truncate;
    }

    /** Number of cut texts by column, for columns with at least one. */
    Map<String, Long> cuts() {
        return cuts;
    }

    /** @throws UnfitValueException when the column cannot hold the value as it is */
    void append(StringBuilder line, Column column, @Nullable Object value) throws SQLException {
        String text = value == null ? null : text(value);
        if (text == null) {
            line.append("\\N");
            return;
        }
        if (column.scale() != null && column.precision() != null) {
            checkDigits(column.precision(), column.scale(), text);
        }
        escape(line, column.length() == null ? text : fit(column, column.length(), text));
    }

    private static @Nullable String text(Object value) throws SQLException {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Boolean flag) {
            return flag ? "t" : "f";
        }
        if (value instanceof Temporal temporal && temporal.isSupported(ChronoField.YEAR)) {
            return temporal(temporal);
        }
        if (value instanceof Timestamp stamp) {
            return stamp.toLocalDateTime().toString();
        }
        if (value instanceof Time time) {
            return time.toLocalTime().toString();
        }
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof PGobject object) {
            return object.getValue();
        }
        return value.toString();
    }

    private static String temporal(Temporal value) {
        int year = value.get(ChronoField.YEAR);
        if (year > 0 && year < 10_000) {
            return value.toString();
        }
        if (Math.abs(year) > LAST_YEAR) {
            return year > 0 ? "infinity" : "-infinity";
        }
        String pattern = (year > 0 ? "y" : "yyyy") + "-MM-dd"
                + (value.isSupported(ChronoField.NANO_OF_DAY) ? " HH:mm:ss.SSSSSS" : "")
                + (value.isSupported(ChronoField.OFFSET_SECONDS) ? "xxx" : "")
                + " G";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(value);
    }

    private String fit(Column column, int length, String text) {
        if (text.length() <= length || text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        if (!truncate.contains(column.name())) {
            throw new UnfitValueException("text of %d characters, the column takes %d: '%s…'"
                    .formatted(text.codePointCount(0, text.length()), length, text.substring(0, Math.min(40, length))));
        }
        cuts.merge(column.name(), 1L, Long::sum);
        return text.substring(0, text.offsetByCodePoints(0, length));
    }

    private static void checkDigits(int precision, int scale, String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text.strip()).stripTrailingZeros();
        } catch (NumberFormatException e) {
            // Not a number, or one of the special ones: the target says what it thinks of it.
            return;
        }
        if (number.scale() > scale) {
            throw new UnfitValueException(
                    "number %s has %d decimals, the column takes %d".formatted(text, number.scale(), scale));
        }
        if (number.signum() != 0 && number.precision() - number.scale() > precision - scale) {
            throw new UnfitValueException("number %s has more than the %d digits before the point that the column takes"
                    .formatted(text, precision - scale));
        }
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case 0 -> throw new UnfitValueException("text holds a NUL character, which no text column takes");
                default -> {
                    checkPaired(text, i, c);
                    line.append(c);
                }
            }
        }
    }

    private static void checkPaired(String text, int i, char c) {
        boolean alone = Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        if (alone) {
            throw new UnfitValueException("text holds half a character (U+%04X)".formatted((int) c));
        }
    }

    /** A value that the column cannot hold unchanged; the message says why. */
    static final class UnfitValueException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnfitValueException(String message) {
            super(message);
        }
    }
}
