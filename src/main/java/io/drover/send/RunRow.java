package io.drover.send;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row in a run. Both maps keep the order of their columns and cannot be changed; a null value is the
 * database's null, and a very long one is {@link #NOT_KEPT}.
 *
 * @param key as {@link RowKey} writes it
 * @param before what the target had: the differing columns of an updated row, all of a removed one, none of an inserted
 * @param after what the target has now: the differing columns of an updated row, all of an inserted one, none of a
 *     removed
 * @param column what the target would not take; only of refused and held rows, and not of each
 * @param reason why it is refused or held; null for all others
 * @param attention the rule of the route file that says to look at this row first; null where none does
 */
public record RunRow(
        String table,
        Fate fate,
        String key,
        Map<String, @Nullable String> before,
        Map<String, @Nullable String> after,
        @Nullable String column,
        @Nullable String reason,
        @Nullable String attention) {

    /** A longer value is not kept. */
    static final int MOST_CHARACTERS = 1 << 18;

    /** Stands for a value that is too long to be kept. */
    static final String NOT_KEPT = "(more than %,d characters, not kept)".formatted(MOST_CHARACTERS);

    public RunRow {
        before = kept(before);
        after = kept(after);
    }

    /** A row that an operator parked. */
    static RunRow held(String table, String key) {
        return new RunRow(table, Fate.HELD, key, Map.of(), Map.of(), null, "held by an operator", null);
    }

    private static Map<String, @Nullable String> kept(Map<String, @Nullable String> values) {
        Map<String, @Nullable String> kept = new LinkedHashMap<>(values);
        kept.replaceAll((column, value) -> value != null && value.length() > MOST_CHARACTERS ? NOT_KEPT : value);
        return Collections.unmodifiableMap(kept);
    }
}
