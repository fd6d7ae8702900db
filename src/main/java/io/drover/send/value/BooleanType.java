package io.drover.send.value;

import java.util.Locale;

/** True or false; sources without booleans say it with a number or a letter. */
public final class BooleanType extends ValueType {

    BooleanType() {
        super(Wire.BOOLEAN);
    }

    @Override
    public byte[] encode(Object value) {
        return new byte[] {(byte) (isTrue(value) ? 1 : 0)};
    }

    /** @throws UnfitValueException when the value is none of true/false, t/f, yes/no, Y/N, on/off, 1/0 */
    public static boolean isTrue(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        String text = value instanceof Number number
                ? Numbers.decimal(number).stripTrailingZeros().toPlainString()
                : value.toString().strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "1", "t", "true", "y", "yes", "on" -> true;
            case "0", "f", "false", "n", "no", "off" -> false;
            default -> throw UnfitValueException.notA("true or false", value);
        };
    }

    @Override
    public Object value(byte[] field) {
        return field[0] != 0;
    }
}
