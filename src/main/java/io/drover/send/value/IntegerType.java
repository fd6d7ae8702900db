package io.drover.send.value;

import java.math.BigDecimal;

/** Whole numbers of 2, 4 or 8 bytes, big-endian. */
final class IntegerType extends ValueType {

    private final int size;
    private final long least;
    private final long greatest;

    IntegerType(Wire wire) {
        super(wire);
        size = switch (wire) {
            case SMALLINT -> Short.BYTES;
            case INTEGER -> Integer.BYTES;
            default -> Long.BYTES;
        };
        least = Long.MIN_VALUE >> (Long.SIZE - size * Byte.SIZE);
        greatest = -least - 1;
    }

    @Override
    public byte[] encode(Object value) {
        long number = value instanceof Integer small ? small : whole(Numbers.decimal(value));
        if (number < least || number > greatest) {
            throw new UnfitValueException("number %d is not between %d and %d".formatted(number, least, greatest));
        }
        return Bytes.big(number, size);
    }

    private long whole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new UnfitValueException(
                    number.stripTrailingZeros().scale() > 0
                            ? "number %s has decimals, the column takes none".formatted(number.toPlainString())
                            : "number %s is not between %d and %d".formatted(number, least, greatest));
        }
    }

    @Override
    public Object value(byte[] field) {
        long number = Bytes.big(field);
        return size == Long.BYTES ? (Object) number : (Object) (int) number;
    }

    @Override
    public int compare(byte[] one, byte[] other) {
        return Long.compare(Bytes.big(one), Bytes.big(other));
    }
}
