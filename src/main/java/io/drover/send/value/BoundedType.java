package io.drover.send.value;

import java.math.BigInteger;

/**
 * A type that takes only values between two others, such as MariaDB's unsigned numbers. Numbers take true and false as 1
 * and 0, which is what MariaDB's BOOLEAN is, and bytes as the bits of a number, which is how its BIT arrives.
 */
final class BoundedType extends ValueType {

    private final ValueType values;
    private final byte[] least;
    private final byte[] greatest;

    /** Both bounds are values that the type itself takes. */
    BoundedType(ValueType values, Object least, Object greatest) {
        super(values.wire());
        this.values = values;
        this.least = values.encode(least);
        this.greatest = values.encode(greatest);
    }

    @Override
    public byte[] encode(Object value) {
        return bounded(values.encode(plain(value)));
    }

    /** The field of a value that the column has already; a server may have taken what is beyond the bounds. */
    byte[] kept(String text) {
        return values.encode(text);
    }

    private Object plain(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof byte[] bits ? new BigInteger(1, bits) : value;
    }

    @Override
    public byte[] admit(byte[] field) {
        return bounded(values.admit(field));
    }

    private byte[] bounded(byte[] field) {
        if (compare(field, least) < 0 || compare(field, greatest) > 0) {
            throw new UnfitValueException("'%s' is not between %s and %s, which the column takes"
                    .formatted(values.text(field), values.text(least), values.text(greatest)));
        }
        return field;
    }

    @Override
    public Object value(byte[] field) {
        return values.value(field);
    }

    @Override
    public String text(byte[] field) {
        return values.text(field);
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return values.compare(one, other);
    }
}
