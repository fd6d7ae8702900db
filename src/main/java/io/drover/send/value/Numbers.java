package io.drover.send.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads numbers of whatever kind a driver hands over. */
final class Numbers {

    private Numbers() {}

    /** @throws UnfitValueException when the value is no finite number */
    static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        if (value instanceof Number || value instanceof CharSequence) {
            try {
                return new BigDecimal(value.toString().strip());
            } catch (NumberFormatException e) {
                throw UnfitValueException.notA("a number", value);
            }
        }
        throw UnfitValueException.notA("a number", value);
    }
}
