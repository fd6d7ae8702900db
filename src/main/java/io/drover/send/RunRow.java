package io.drover.send;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row in a run.
 *
 * @param key text of the row's key, see {@link RowKey}
 * @param before text of the target's values before, by column: of an updated row those that differ, of a removed one all
 * @param after text of the new values: of an updated row those that differ, of an inserted one all that were sent
 * @param column the column whose value was refused; null where it is not one
 * @param reason why it was refused or held
 * @param attention the rule of the route file that says to look at this row first; null when none does
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

    /** What became of the row. */
    public enum Fate {
        INSERTED,
        UPDATED,
        REMOVED,
        REFUSED,
        HELD
    }
}
