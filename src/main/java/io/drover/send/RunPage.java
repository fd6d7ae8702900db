package io.drover.send;

import java.util.List;

/**
 * Up to 1,000 rows of a run, packed. Immutable as long as nobody writes into {@link #content()}.
 *
 * @param page number in its run, from 1
 * @param counts what its rows are; their sum is how many there are
 * @param leftOut rows that came after it and are not kept; 0 in all pages but the last
 * @param content the rows as JSON lines, gzip
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere to save the memory
public record RunPage(int page, List<RunRowCount> counts, long leftOut, byte[] content) {

    public RunPage {
        counts = List.copyOf(counts);
    }

    public long rows() {
        return counts.stream().mapToLong(RunRowCount::rows).sum();
    }
}
