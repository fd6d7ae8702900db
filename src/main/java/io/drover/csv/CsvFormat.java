package io.drover.csv;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read.
 *
 * @param quote null = no character quotes, each is part of its field
 * @param header whether the first line names the columns
 * @param columns with a header those that are taken, all when empty; without one the names by position
 * @param nullText unquoted text that means null; null = an empty unquoted field does
 * @param finalNewline whether a last line without a line end means that the file was cut off
 */
record CsvFormat(
        Charset charset,
        char delimiter,
        @Nullable Character quote,
        boolean header,
        List<String> columns,
        @Nullable String nullText,
        boolean finalNewline) {

    /** Stands in {@link #columns} for a position that nobody wants. */
    static final String SKIPPED = "-";

    CsvFormat {
        columns = List.copyOf(columns);
    }
}
