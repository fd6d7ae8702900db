package io.drover.send.value;

import java.util.Arrays;

/**
 * Dates and stamps of MariaDB: the years 1 to 9999 and no infinity. The field of minus infinity stands for what a shop may
 * have kept as {@code 0000-00-00} before Drover wrote to it: it differs from every date and is never written.
 */
final class CalendarType extends ValueType {

    private static final String ZERO = "0000-00-00";

    private final ValueType moments;
    private final ValueType bounded;
    private final byte[] zero;

    CalendarType(ValueType moments, Object least, Object greatest) {
        super(moments.wire());
        this.moments = moments;
        this.bounded = new BoundedType(moments, least, greatest);
        this.zero = moments.encode("-infinity");
    }

    @Override
    public byte[] encode(Object value) {
        return bounded.encode(value);
    }

    @Override
    public byte[] admit(byte[] field) {
        return bounded.admit(field);
    }

    @Override
    public boolean isAmbiguous(Object value) {
        return moments.isAmbiguous(value);
    }

    /** The field of a value that the column has already, which may be a zero date. */
    byte[] kept(String text) {
        return MomentType.isZeroDate(text) ? zero : moments.encode(text);
    }

    @Override
    public Object value(byte[] field) {
        return isZero(field) ? ZERO : moments.value(field);
    }

    @Override
    public String text(byte[] field) {
        return isZero(field) ? ZERO : moments.text(field);
    }

    private boolean isZero(byte[] field) {
        return Arrays.equals(field, zero);
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return moments.compare(one, other);
    }
}
