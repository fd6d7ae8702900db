package io.drover.send.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.SQLException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Texts, in UTF-8. Lengths count characters of Unicode, as servers do. */
public class TextType extends ValueType {

    private static final byte BLANK = ' ';
    private static final int SHOWN = 40;

    private final @Nullable Integer length;
    private final boolean padded;

    /**
     * @param length most characters; null = no limit
     * @param padded the column fills shorter values up with blanks, which do not count when values are compared
     */
    TextType(Wire wire, @Nullable Integer length, boolean padded) {
        super(wire);
        this.length = length;
        this.padded = padded;
    }

    /** Most characters; null = no limit. */
    public final @Nullable Integer length() {
        return length;
    }

    @Override
    public byte[] encode(Object value) {
        String text = plain(value);
        check(text);
        return admit(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigDecimal) {
            return Numbers.decimal(value).toPlainString();
        }
        if (value instanceof Clob clob) {
            try {
                return clob.getSubString(1, (int) Math.min(clob.length(), Integer.MAX_VALUE));
            } catch (SQLException e) {
                throw new UnfitValueException("the text cannot be read: " + e.getMessage());
            }
        }
        if (!hasPlainText(value)) {
            throw new UnfitValueException(
                    "a value of %s is not a text".formatted(value.getClass().getSimpleName()));
        }
        return value.toString();
    }

    /** Whether the text that Java makes of a value says what the value is, and nothing of this machine. */
    private static boolean hasPlainText(Object value) {
        return value instanceof CharSequence
                || value instanceof Character
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof Enum<?>
                || value instanceof Number && value.getClass().getName().startsWith("java.")
                || (value instanceof TemporalAccessor || value instanceof TemporalAmount)
                        && value.getClass().getName().startsWith("java.time.")
                || value instanceof java.sql.Date
                || value instanceof java.sql.Time
                || value instanceof java.sql.Timestamp;
    }

    private static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new UnfitValueException("text holds a NUL character, which no text column takes");
            }
            if (Character.isSurrogate(c) && isAlone(text, i, c)) {
                throw new UnfitValueException("text holds half a character (U+%04X)".formatted((int) c));
            }
        }
    }

    private static boolean isAlone(String text, int i, char c) {
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public byte[] admit(byte[] field) {
        if (padded) {
            return pad(field);
        }
        if (length != null && field.length > length) {
            int characters = characters(field, field.length);
            if (characters > length) {
                throw tooLong(field, characters);
            }
        }
        return field;
    }

    private byte[] pad(byte[] field) {
        int width = length == null ? 1 : length;
        int end = withoutBlanks(field);
        int characters = characters(field, end);
        if (characters > width) {
            throw tooLong(field, characters);
        }
        int size = end + width - characters;
        if (size == field.length) {
            return field;
        }
        byte[] padding = Arrays.copyOf(field, size);
        Arrays.fill(padding, end, size, BLANK);
        return padding;
    }

    private UnfitValueException tooLong(byte[] field, int characters) {
        String text = new String(field, StandardCharsets.UTF_8);
        int width = length == null ? 1 : length;
        int shown = text.offsetByCodePoints(0, Math.min(width, SHOWN));
        return new UnfitValueException("text of %d characters, the column takes %d: '%s…'"
                .formatted(characters, width, text.substring(0, shown)));
    }

    /**
     * The first characters of a text, as many as the column takes; the same text when it is not longer.
     *
     * @param value anything this type encodes
     */
    public final String cut(Object value) {
        String text = plain(value);
        return length == null || text.length() <= length || text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    private static int characters(byte[] field, int end) {
        int characters = 0;
        for (int i = 0; i < end; i++) {
            // All bytes of a character but the first have the form 10xxxxxx.
            if ((field[i] & 0xC0) != 0x80) {
                characters++;
            }
        }
        return characters;
    }

    static int withoutBlanks(byte[] field) {
        int end = field.length;
        while (end > 0 && field[end - 1] == BLANK) {
            end--;
        }
        return end;
    }

    @Override
    public Object value(byte[] field) {
        return new String(field, StandardCharsets.UTF_8);
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return padded
                ? Arrays.compareUnsigned(one, 0, withoutBlanks(one), other, 0, withoutBlanks(other))
                : Arrays.compareUnsigned(one, other);
    }
}
