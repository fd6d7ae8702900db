package io.drover.send.value;

/** Floating point numbers of 4 or 8 bytes. A decimal number becomes the nearest one, which is what the type means. */
final class FloatType extends ValueType {

    FloatType(Wire wire) {
        super(wire);
    }

    @Override
    public byte[] encode(Object value) {
        double number;
        if (value instanceof Number plain) {
            number = plain.doubleValue();
        } else if (value instanceof CharSequence text) {
            number = parse(text.toString().strip());
        } else {
            throw UnfitValueException.notA("a number", value);
        }
        boolean single = wire() == Wire.REAL;
        boolean finite = value instanceof Double || value instanceof Float || Double.isFinite(number);
        if (!finite || single && Double.isFinite(number) && Float.isInfinite((float) number)) {
            throw new UnfitValueException("number %s is beyond the range of the column".formatted(value));
        }
        // Zero has two signs but is one number, and there are many ways to be none.
        double canonical = number == 0 ? 0 : number;
        return single
                ? Bytes.big(Float.floatToIntBits((float) canonical), Float.BYTES)
                : Bytes.big(Double.doubleToLongBits(canonical), Double.BYTES);
    }

    private static double parse(String text) {
        if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
            return Double.parseDouble(text);
        }
        double number = Numbers.decimal(text).doubleValue();
        if (Double.isInfinite(number)) {
            throw new UnfitValueException("number %s is beyond the range of the column".formatted(text));
        }
        return number;
    }

    @Override
    public byte[] admit(byte[] field) {
        return encode(value(field));
    }

    @Override
    public Object value(byte[] field) {
        if (wire() == Wire.REAL) {
            return Float.intBitsToFloat((int) Bytes.big(field));
        }
        return Double.longBitsToDouble(Bytes.big(field));
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return Double.compare(((Number) value(one)).doubleValue(), ((Number) value(other)).doubleValue());
    }
}
