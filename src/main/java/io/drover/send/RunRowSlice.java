package io.drover.send;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run's rows.
 *
 * @param next after which row the next part begins; null when this is the last one
 */
public record RunRowSlice(List<Numbered> rows, @Nullable Long next) {

    /** @param number of the row in its run, from 1, the same under every filter */
    public record Numbered(long number, RunRow row) {}

    public RunRowSlice {
        rows = List.copyOf(rows);
    }
}
