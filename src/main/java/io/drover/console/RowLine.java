package io.drover.console;

import io.drover.run.Run;
import io.drover.send.Fate;
import io.drover.send.RunRow;
import io.drover.send.RunRowSlice.Numbered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a run.
 *
 * @param isWhole whether all of its columns are told, because it came or went
 * @param reason why it is refused or held, with the column; empty for all others
 * @param attention the rule that says to look at it first; empty where none does
 * @param holdLink null where the row cannot be held or is held already
 */
public record RowLine(
        long number,
        String table,
        String key,
        Chip fate,
        List<RowChange> changes,
        boolean isWhole,
        String reason,
        String attention,
        String whyLink,
        @Nullable String holdLink) {

    static RowLine of(Numbered numbered, Run run) {
        RunRow row = numbered.row();
        boolean isRefused = row.fate() == Fate.REFUSED;
        return new RowLine(
                numbered.number(),
                row.table(),
                row.key(),
                RowWords.chip(row.fate(), run.purpose()),
                RowChange.of(row),
                row.fate() == Fate.INSERTED || row.fate() == Fate.REMOVED,
                reason(row),
                row.attention() == null ? "" : row.attention(),
                Links.why(run.site(), run.task(), row.key()),
                isRefused ? Links.hold(run.site(), run.task(), row.table(), row.key()) : null);
    }

    static String reason(RunRow row) {
        if (row.reason() == null) {
            return "";
        }
        return row.column() == null ? row.reason() : row.column() + ": " + row.reason();
    }

    /** How many values a whole row has, as the words that open them. */
    public String valueCount() {
        return changes.size() == 1 ? "1 value" : changes.size() + " values";
    }
}
