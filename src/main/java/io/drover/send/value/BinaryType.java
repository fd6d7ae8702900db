package io.drover.send.value;

import java.util.Arrays;

/** Binary values of MariaDB. BINARY fills them up with zero bytes, which do not count when values are compared. */
final class BinaryType extends ValueType {

    private final ValueType bytes = new BytesType();
    private final long length;
    private final boolean padded;

    /** @param length most bytes */
    BinaryType(long length, boolean padded) {
        super(Wire.BYTES);
        this.length = length;
        this.padded = padded;
    }

    @Override
    public byte[] encode(Object value) {
        return admit(bytes.encode(value));
    }

    @Override
    public byte[] admit(byte[] field) {
        if (field.length > length) {
            throw new UnfitValueException(
                    "binary value of %d bytes, the column takes %d".formatted(field.length, length));
        }
        return padded ? Arrays.copyOf(field, (int) length) : field;
    }

    @Override
    public Object value(byte[] field) {
        return field;
    }

    @Override
    public String text(byte[] field) {
        return bytes.text(field);
    }
}
