package io.drover.send;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row in a run. Both maps keep the order of their columns and cannot be changed; a null value is the
 * database's null.
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

    public RunRow {
        before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    }
}
