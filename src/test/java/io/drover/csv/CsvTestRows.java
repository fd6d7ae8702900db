package io.drover.csv;

import io.drover.send.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The rows of a file as a {@code csv:} step gives them, for tests of other rooms. */
public final class CsvTestRows {

    private CsvTestRows() {}

    /** Of a file in UTF-8 with a header, commas and quotes. */
    public static Iterable<Row> of(Path file) throws IOException {
        CsvFile opened = CsvFile.of(file);
        CsvFormat format = new CsvFormat(StandardCharsets.UTF_8, ',', '"', true, List.of(), null, true);
        return () -> new CsvRows(opened, format);
    }
}
