package io.drover.send;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row at one {@code send:}. Values are texts by column, null is the database's null.
 *
 * @param sourceAll the row as the query returns it for Send All; null when it does not
 * @param sourceChanged likewise for Send Changed
 * @param gone the query returns it, but flags it as one that left the set
 * @param watermark up to when the task has sent everything; null before its first send
 * @param since from when on Send Changed looks for changes, in the source's zone; null when it takes all rows
 * @param target the row as the target has it; null when it does not
 * @param differing columns in which source and target differ; empty when either has no such row
 * @param held why the row is held; null when it is not
 * @param refused why the target would not take the row; null when it would, or that was not tried
 */
public record WhyStep(
        String table,
        @Nullable Map<String, @Nullable String> sourceAll,
        @Nullable Map<String, @Nullable String> sourceChanged,
        boolean gone,
        @Nullable Instant watermark,
        @Nullable LocalDateTime since,
        @Nullable Map<String, @Nullable String> target,
        List<String> differing,
        @Nullable String held,
        @Nullable String refused) {

    public WhyStep {
        differing = List.copyOf(differing);
    }
}
