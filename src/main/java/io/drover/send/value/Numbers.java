package io.drover.send.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads numbers of whatever kind a driver hands over. */
final class Numbers {

    /** Far more digits on either side of the point than any column takes, and few enough to be written out. */
    private static final int MOST_DIGITS = 200_000;

    private Numbers() {}

    /** @throws UnfitValueException when the value is no finite number, or one that no column could ever take */
    static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal number) {
            return limited(number);
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        if (value instanceof Number || value instanceof CharSequence) {
            try {
                return limited(new BigDecimal(value.toString().strip()));
            } catch (NumberFormatException e) {
                throw UnfitValueException.notA("a number", value);
            }
        }
        throw UnfitValueException.notA("a number", value);
    }

    private static BigDecimal limited(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            throw new UnfitValueException("number %.20s… is beyond what a column takes".formatted(number));
        }
        return number;
    }
}
