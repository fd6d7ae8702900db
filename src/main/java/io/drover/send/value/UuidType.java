package io.drover.send.value;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Universally unique identifiers, 16 bytes. */
final class UuidType extends ValueType {

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
        // Java's parser takes shortened groups, which no server does.
        if (value instanceof CharSequence && text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw UnfitValueException.notA("a UUID", value);
            }
        }
        throw UnfitValueException.notA("a UUID", value);
    }

    @Override
    public Object value(byte[] field) {
        ByteBuffer bytes = ByteBuffer.wrap(field);
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
