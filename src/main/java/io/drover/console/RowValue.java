package io.drover.console;

import org.jspecify.annotations.Nullable;

/**
 * A value of a database as a page shows it.
 *
 * @param isWord whether the text is no value but says what stands there: null, or nothing
 */
public record RowValue(String text, boolean isWord) {

    private static final int LONGEST = 300;

    static RowValue of(@Nullable String value) {
        if (value == null) {
            return new RowValue("null", true);
        }
        if (value.isBlank()) {
            return new RowValue(value.isEmpty() ? "empty" : "blanks", true);
        }
        boolean isLong = value.codePointCount(0, value.length()) > LONGEST;
        return new RowValue(isLong ? value.substring(0, value.offsetByCodePoints(0, LONGEST)) + "…" : value, false);
    }
}
