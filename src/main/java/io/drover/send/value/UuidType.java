package io.drover.send.value;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/** Universally unique identifiers, 16 bytes. */
final class UuidType extends ValueType {

    /** With all its hyphens or none, in braces or not; Java's own parser would take shortened groups and cut long ones. */
    private static final Pattern FORM = Pattern.compile(
            "\\p{XDigit}{8}(?<hyphen>-?)\\p{XDigit}{4}\\k<hyphen>\\p{XDigit}{4}\\k<hyphen>\\p{XDigit}{4}"
                    + "\\k<hyphen>\\p{XDigit}{12}");

    UuidType() {
        super(Wire.UUID);
    }

    @Override
    public byte[] encode(Object value) {
        UUID uuid = value instanceof UUID ready ? ready : parse(value);
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static UUID parse(Object value) {
        String text = value.toString().strip();
        if (text.startsWith("{") && text.endsWith("}")) {
            text = text.substring(1, text.length() - 1);
        }
        if (!(value instanceof CharSequence) || !FORM.matcher(text).matches()) {
            throw UnfitValueException.notA("a UUID", value);
        }
        String digits = text.replace("-", "");
        return new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
    }

    @Override
    public Object value(byte[] field) {
        ByteBuffer bytes = ByteBuffer.wrap(field);
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
