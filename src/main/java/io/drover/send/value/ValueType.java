package io.drover.send.value;

import java.util.Arrays;

/**
 * A type of column, with its limits. It turns values into fields and back; a <em>field</em> is the binary form in which
 * PostgreSQL transfers a value. All equal values of a type have the same field, so that rows are compared byte by byte,
 * whatever vendor they come from.
 *
 * <p>Nothing is changed silently: a value that the column could take only rounded, cut or padded is an
 * {@link UnfitValueException}. Immutable and thread-safe.
 */
public abstract class ValueType {

    private final Wire wire;

    ValueType(Wire wire) {
        this.wire = wire;
    }

    /** The binary form of this type's fields. */
    public final Wire wire() {
        return wire;
    }

    /**
     * The field of a value of any Java type.
     *
     * @throws UnfitValueException when the column cannot hold the value as it is
     */
    public abstract byte[] encode(Object value);

    /**
     * A field of the same wire, but perhaps of a column with other limits, as a field of this type.
     *
     * @throws UnfitValueException when it is beyond this column's limits
     */
    public byte[] admit(byte[] field) {
        return field;
    }

    /**
     * Whether a value is a stamp without a zone in an hour that comes twice, of which the field is the first.
     *
     * @param value one that this type encodes
     */
    public boolean isAmbiguous(Object value) {
        return false;
    }

    /** The value of a field, for whoever does not speak fields: route files and other vendors' drivers. */
    public abstract Object value(byte[] field);

    /** The field as a person reads it and as {@link #encode} takes it back. */
    public String text(byte[] field) {
        return value(field).toString();
    }

    /** The order of keys: the same on every server, whatever its collation. */
    public int compare(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other);
    }
}
