package io.drover.send.value;

import java.sql.Blob;
import java.sql.SQLException;
import java.util.HexFormat;

/** Binary values. */
final class BytesType extends ValueType {

    BytesType() {
        super(Wire.BYTES);
    }

    @Override
    public byte[] encode(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof Blob blob) {
            try {
                return blob.getBytes(1, (int) Math.min(blob.length(), Integer.MAX_VALUE));
            } catch (SQLException e) {
                throw new UnfitValueException("the binary value cannot be read: " + e.getMessage());
            }
        }
        if (value instanceof String text && text.startsWith("\\x")) {
            try {
                return HexFormat.of().parseHex(text, 2, text.length());
            } catch (IllegalArgumentException e) {
                throw UnfitValueException.notA("a binary value", value);
            }
        }
        throw UnfitValueException.notA("a binary value", value);
    }

    @Override
    public Object value(byte[] field) {
        return field;
    }

    @Override
    public String text(byte[] field) {
        return "\\x" + HexFormat.of().formatHex(field);
    }
}
