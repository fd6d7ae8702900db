package io.drover.send.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decimal numbers. The field: number of digits to base 10,000, weight of the first one, sign, number of decimals to
 * show, digits; two bytes each. A column with a scale shows that many decimals; in one without, 1.5 and 1.50 are equal,
 * so the field keeps only the decimals that are not zero.
 */
public final class NumericType extends ValueType {

    private static final int HEADER = 8;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;
    private static final int DIGITS = 4;
    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);

    private final @Nullable Integer precision;
    private final @Nullable Integer scale;

    /** @param precision most digits, null = no limit; then there is no scale either */
    NumericType(@Nullable Integer precision, @Nullable Integer scale) {
        super(Wire.NUMERIC);
        this.precision = precision;
        this.scale = scale;
    }

    /** Decimals that each value shows; null = as many as it has. */
    public @Nullable Integer scale() {
        return scale;
    }

    @Override
    public byte[] encode(Object value) {
        if (value instanceof Double || value instanceof Float || value instanceof CharSequence) {
            byte[] special = special(value.toString().strip());
            if (special != null) {
                return admit(special);
            }
        }
        return admit(field(Numbers.decimal(value).stripTrailingZeros()));
    }

    private static byte @Nullable [] special(String text) {
        return switch (text) {
            case "NaN" -> header(0, 0, NAN, 0);
            case "Infinity" -> header(0, 0, INFINITY, 0);
            case "-Infinity" -> header(0, 0, MINUS_INFINITY, 0);
            default -> null;
        };
    }

    private static byte[] header(int digits, int weight, int sign, int decimals) {
        byte[] field = new byte[HEADER + 2 * digits];
        Bytes.putShort(field, 0, digits);
        Bytes.putShort(field, 2, weight);
        Bytes.putShort(field, 4, sign);
        Bytes.putShort(field, 6, decimals);
        return field;
    }

    private static byte[] field(BigDecimal number) {
        if (number.signum() == 0) {
            return header(0, 0, 0, 0);
        }
        int decimals = Math.max(0, number.scale());
        // Digits to base 10,000 stand on both sides of the point, so the number of decimals becomes a multiple of four.
        int scaled = Math.floorDiv(number.scale() + DIGITS - 1, DIGITS) * DIGITS;
        BigInteger rest = number.abs().setScale(scaled).unscaledValue();
        int[] digits = new int[(rest.bitLength() * 31 / 100) / DIGITS + 2];
        int count = 0;
        while (rest.signum() != 0) {
            BigInteger[] parts = rest.divideAndRemainder(BIG_BASE);
            digits[count++] = parts[1].intValue();
            rest = parts[0];
        }
        int weight = count - 1 - scaled / DIGITS;
        int last = 0;
        while (digits[last] == 0) {
            last++;
        }
        if (weight > Short.MAX_VALUE || weight < Short.MIN_VALUE || decimals > Short.MAX_VALUE / 2) {
            throw new UnfitValueException(
                    "number of %d digits is beyond what a column takes".formatted(number.precision()));
        }
        byte[] field = header(count - last, weight, number.signum() < 0 ? NEGATIVE : 0, decimals);
        for (int i = last; i < count; i++) {
            Bytes.putShort(field, HEADER + 2 * (count - 1 - i), digits[i]);
        }
        return field;
    }

    @Override
    public byte[] admit(byte[] field) {
        int sign = Bytes.unsignedShort(field, 4);
        if (sign >= NAN) {
            if (precision != null && sign != NAN) {
                throw new UnfitValueException("number %s is not finite".formatted(text(field)));
            }
            // Of infinity a server sends bits of its own where the decimals stand.
            return shown(field, 0);
        }
        int decimals = decimals(field);
        if (precision == null || scale == null) {
            return shown(field, decimals);
        }
        int wholes = wholes(field);
        if (decimals > Math.max(scale, 0)) {
            throw new UnfitValueException(
                    "number %s has %d decimals, the column takes %d".formatted(plain(field), decimals, scale));
        }
        if (wholes > precision - scale) {
            throw new UnfitValueException("number %s has more than the %d digits before the point that the column takes"
                    .formatted(plain(field), precision - scale));
        }
        if (scale < 0 && decimal(field).stripTrailingZeros().scale() > scale && wholes > 0) {
            throw new UnfitValueException(
                    "number %s would be rounded to a multiple of 1%s".formatted(plain(field), "0".repeat(-scale)));
        }
        return shown(field, Math.max(scale, 0));
    }

    /** Decimals up to the last one that is not zero. */
    private static int decimals(byte[] field) {
        int digits = Bytes.unsignedShort(field, 0);
        int places = (digits - 1 - Bytes.signedShort(field, 2)) * DIGITS;
        if (digits == 0 || places <= 0) {
            return 0;
        }
        int last = Bytes.unsignedShort(field, HEADER + 2 * (digits - 1));
        while (last % 10 == 0) {
            last /= 10;
            places--;
        }
        return places;
    }

    /** Digits before the point; negative when the first decimals are zero. */
    private static int wholes(byte[] field) {
        if (Bytes.unsignedShort(field, 0) == 0) {
            return Integer.MIN_VALUE;
        }
        int places = (Bytes.signedShort(field, 2) + 1) * DIGITS;
        for (int limit = BASE / 10; Bytes.unsignedShort(field, HEADER) < limit; limit /= 10) {
            places--;
        }
        return places;
    }

    private static byte[] shown(byte[] field, int decimals) {
        if (Bytes.unsignedShort(field, 6) == decimals) {
            return field;
        }
        byte[] copy = Arrays.copyOf(field, field.length);
        Bytes.putShort(copy, 6, decimals);
        return copy;
    }

    @Override
    public Object value(byte[] field) {
        return switch (Bytes.unsignedShort(field, 4)) {
            case NAN -> Double.NaN;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> decimal(field);
        };
    }

    private static BigDecimal decimal(byte[] field) {
        int digits = Bytes.unsignedShort(field, 0);
        BigInteger unscaled = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            unscaled = unscaled.multiply(BIG_BASE).add(BigInteger.valueOf(Bytes.unsignedShort(field, HEADER + 2 * i)));
        }
        int scale = digits == 0 ? 0 : (digits - 1 - Bytes.signedShort(field, 2)) * DIGITS;
        BigDecimal number = new BigDecimal(unscaled, scale);
        int shown = Bytes.unsignedShort(field, 6);
        number = number.setScale(Math.max(shown, decimals(field)));
        return Bytes.unsignedShort(field, 4) == NEGATIVE ? number.negate() : number;
    }

    private static String plain(byte[] field) {
        return decimal(field).stripTrailingZeros().toPlainString();
    }

    @Override
    public String text(byte[] field) {
        Object value = value(field);
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** NaN is greater than all numbers, as on the server. */
    @Override
    public int compare(byte[] one, byte[] other) {
        Object a = value(one);
        Object b = value(other);
        if (a instanceof BigDecimal first && b instanceof BigDecimal second) {
            return first.compareTo(second);
        }
        return Double.compare(rank(a), rank(b));
    }

    /** A number may be too great for a double, but is less than infinity. */
    private static double rank(Object value) {
        return value instanceof Double special ? special : 0;
    }
}
