package io.drover.send;

import java.util.List;

/**
 * What is kept of a run's rows, without reading them.
 *
 * @param counts by table, fate and rule, in the order in which the run met them
 * @param leftOut rows that came after those that are kept
 */
public record RunRowSummary(List<RunRowCount> counts, long leftOut) {

    public static final RunRowSummary NOTHING = new RunRowSummary(List.of(), 0);

    public RunRowSummary {
        counts = List.copyOf(counts);
    }

    /** How many rows are kept. */
    public long rows() {
        return counts.stream().mapToLong(RunRowCount::rows).sum();
    }

    /** How many of them a filter takes, its text in the key left aside. */
    public long rows(RunRowFilter filter) {
        return counts.stream()
                .filter(filter::takes)
                .mapToLong(RunRowCount::rows)
                .sum();
    }

    /** Whether these are all rows the run changed, refused and held; it is not so where some were never kept, or no longer are. */
    public boolean complete(SendCounts run) {
        return leftOut == 0 && rows() >= run.written() + run.refused() + run.held();
    }
}
