package io.drover.send;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a run are asked for; null = any.
 *
 * @param attention only rows that meet a rule of the route file
 * @param key a text that the key holds, whatever its case
 */
public record RunRowFilter(
        @Nullable String table,
        @Nullable Fate fate,
        boolean attention,
        @Nullable String key) {

    public static final RunRowFilter ALL = new RunRowFilter(null, null, false, null);

    /** The rows of one table; null = of all. */
    public RunRowFilter ofTable(@Nullable String name) {
        return new RunRowFilter(name, fate, attention, key);
    }

    boolean takes(RunRow row) {
        return takes(row.table(), row.fate(), row.attention())
                && (key == null || row.key().toLowerCase(Locale.ROOT).contains(key.toLowerCase(Locale.ROOT)));
    }

    boolean takes(RunRowCount count) {
        return takes(count.table(), count.fate(), count.attention());
    }

    private boolean takes(String ofTable, Fate ofFate, @Nullable String rule) {
        return (table == null || table.equals(ofTable))
                && (fate == null || fate == ofFate)
                && (!attention || rule != null);
    }
}
