package io.drover.send.value;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Floating point numbers of 4 or 8 bytes. A decimal number becomes the nearest one, as long as that one still shows all
 * its digits: 0.1 does, a number of twenty digits is refused.
 */
final class FloatType extends ValueType {

    /** So many digits always survive. */
    private static final int REAL_DIGITS = 6;

    private static final int DOUBLE_DIGITS = 15;

    FloatType(Wire wire) {
        super(wire);
    }

    @Override
    public byte[] encode(Object value) {
        Double special = special(value);
        double number = special != null ? special : kept(value, Numbers.decimal(value));
        // Zero has two signs but is one number, and there are many ways to be none.
        double canonical = number == 0 ? 0 : number;
        return wire() == Wire.REAL
                ? Bytes.big(Float.floatToIntBits((float) canonical), Float.BYTES)
                : Bytes.big(Double.doubleToLongBits(canonical), Double.BYTES);
    }

    /** What needs no look at its digits: a number that is binary already, and what is no finite number. */
    private @Nullable Double special(Object value) {
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof Double number) {
            boolean kept = wire() == Wire.DOUBLE || !Double.isFinite(number) || number.floatValue() == number;
            return kept ? number : null;
        }
        String text = value instanceof CharSequence ? value.toString().strip() : "";
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> Double.valueOf(text);
            default -> null;
        };
    }

    private double kept(Object value, BigDecimal decimal) {
        double number = wire() == Wire.REAL ? decimal.floatValue() : decimal.doubleValue();
        if (Double.isInfinite(number)) {
            throw new UnfitValueException("number %s is beyond the range of the column".formatted(value));
        }
        if (number == 0 && decimal.signum() != 0) {
            throw new UnfitValueException("number %s is too small for the column, which would keep 0".formatted(value));
        }
        if (!shows(number, decimal)) {
            throw new UnfitValueException("number %s has more digits than the column keeps, which would be %s"
                    .formatted(value, text(number)));
        }
        return number;
    }

    /** Whether the number, written with as many digits as the decimal has, is the decimal. */
    private boolean shows(double number, BigDecimal decimal) {
        BigDecimal plain = decimal.stripTrailingZeros();
        if (plain.precision() <= (wire() == Wire.REAL ? REAL_DIGITS : DOUBLE_DIGITS) && !isSubnormal(number)) {
            return true;
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(Math.max(plain.precision(), 1)));
        return rounded.compareTo(plain) == 0 || new BigDecimal(text(number)).compareTo(plain) == 0;
    }

    private boolean isSubnormal(double number) {
        return Math.abs(number) < (wire() == Wire.REAL ? Float.MIN_NORMAL : Double.MIN_NORMAL);
    }

    private String text(double number) {
        return wire() == Wire.REAL ? Float.toString((float) number) : Double.toString(number);
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
