package io.drover.send;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of {@link Attention}.
 *
 * @param column empty for a rule about the whole row
 * @param percent of falls and rises; 0 for all others
 * @param value of becomes; empty for all others and for {@code becomes empty}
 */
record AttentionRule(String text, String column, Kind kind, BigDecimal percent, String value) {

    enum Kind {
        FALLS,
        RISES,
        BECOMES,
        BECOMES_EMPTY,
        CHANGES,
        REMOVED,
        ADDED
    }

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int LONGEST_NUMBER = 200;

    boolean isMet(Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        if (kind == Kind.REMOVED || kind == Kind.ADDED) {
            return (kind == Kind.REMOVED) == after.isEmpty() && (kind == Kind.ADDED) == before.isEmpty();
        }
        if (!before.containsKey(column) || !after.containsKey(column)) {
            return false;
        }
        String old = before.get(column);
        String now = after.get(column);
        return switch (kind) {
            case FALLS -> moves(number(now), number(old));
            case RISES -> moves(number(old), number(now));
            case BECOMES -> isValue(now) && !isValue(old);
            case BECOMES_EMPTY -> isEmpty(now) && !isEmpty(old);
            case CHANGES -> !same(old, now);
            case REMOVED, ADDED -> false;
        };
    }

    /** Whether the way from the lower to the higher number is at least so many percent of the number it began at. */
    private boolean moves(@Nullable BigDecimal lower, @Nullable BigDecimal higher) {
        if (lower == null || higher == null || lower.compareTo(higher) >= 0) {
            return false;
        }
        BigDecimal began = kind == Kind.FALLS ? higher : lower;
        return higher.subtract(lower).multiply(HUNDRED).compareTo(began.abs().multiply(percent)) >= 0;
    }

    private boolean isValue(@Nullable String text) {
        if (text == null) {
            return false;
        }
        Boolean wanted = truth(value);
        return same(text, value) || wanted != null && wanted.equals(truth(text));
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        BigDecimal number = number(one);
        BigDecimal otherNumber = number(other);
        if (number != null && otherNumber != null) {
            return number.compareTo(otherNumber) == 0;
        }
        return one == null ? other == null : one.equals(other);
    }

    /** How databases write a boolean; what a source keeps as Y or 1 is a text or a number and no boolean. */
    private static @Nullable Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t" -> Boolean.TRUE;
            case "false", "f" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Null for what is no number, and for one with an exponent, which no database writes and which could be huge. */
    private static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || text.length() > LONGEST_NUMBER || !text.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)")) {
            return null;
        }
        return new BigDecimal(text);
    }
}
