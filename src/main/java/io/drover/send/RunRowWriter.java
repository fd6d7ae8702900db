package io.drover.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of a run while it runs, in constant memory: a full page is handed on at once. From 100,000 rows or
 * 64 MB of packed pages on it only counts, so that no run can fill a database; {@link #complete()} is false then, and an
 * undo must be refused. Belongs to the run's thread.
 */
public final class RunRowWriter {

    private static final Limits USUAL = new Limits(1_000, 4L << 20, 100_000, 64L << 20);

    private final Limits limits;
    private final Sink sink;
    private final Map<Kind, Long> counts = new LinkedHashMap<>();
    private ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private @Nullable Writer lines;
    private long pageRows;
    private long pageCharacters;
    private int pages;
    private long kept;
    private long keptBytes;
    private long leftOut;
    private long unlisted;

    /** Takes the pages, in their order; called in the thread that adds rows. */
    @FunctionalInterface
    public interface Sink {
        void accept(RunPage page) throws SQLException;
    }

    /**
     * @param pageCharacters a page with more is handed on before it has all its rows
     * @param bytes most bytes of all packed pages
     */
    record Limits(int pageRows, long pageCharacters, long rows, long bytes) {}

    private record Kind(String table, Fate fate, @Nullable String attention) {}

    public RunRowWriter(Sink sink) {
        this(USUAL, sink);
    }

    RunRowWriter(Limits limits, Sink sink) {
        this.limits = limits;
        this.sink = sink;
    }

    /** @throws SQLException from the sink; the writer cannot be used any more then */
    public void add(RunRow row) throws SQLException {
        if (leftOut > 0 || kept + pageRows >= limits.rows()) {
            leftOut++;
            return;
        }
        try {
            pack(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        counts.merge(new Kind(row.table(), row.fate(), row.attention()), 1L, Long::sum);
        pageRows++;
        if (pageRows >= limits.pageRows() || pageCharacters >= limits.pageCharacters()) {
            endPage();
        }
    }

    private void pack(RunRow row) throws IOException {
        if (lines == null) {
            lines = new OutputStreamWriter(new GZIPOutputStream(packed), StandardCharsets.US_ASCII);
        }
        Measured measured = new Measured(lines);
        RunRowJson.write(row, measured);
        pageCharacters += measured.characters;
    }

    /** Counts a row that is not to be kept; others still are. */
    public void leaveOut() {
        unlisted++;
    }

    /** Hands on what is not handed on yet. Call it once, after the last row. */
    public void finish() throws SQLException {
        if (pageRows > 0) {
            endPage();
        }
        if (leftOut + unlisted > 0) {
            pages++;
            sink.accept(new RunPage(pages, List.of(), leftOut + unlisted, new byte[0]));
        }
    }

    private void endPage() throws SQLException {
        byte[] content = content();
        List<RunRowCount> of = counts.entrySet().stream()
                .map(each -> new RunRowCount(
                        each.getKey().table(),
                        each.getKey().fate(),
                        each.getKey().attention(),
                        each.getValue()))
                .toList();
        long rows = pageRows;
        counts.clear();
        pageRows = 0;
        pageCharacters = 0;
        if (keptBytes + content.length > limits.bytes()) {
            leftOut += rows;
            return;
        }
        pages++;
        kept += rows;
        keptBytes += content.length;
        sink.accept(new RunPage(pages, of, 0, content));
    }

    private byte[] content() {
        try {
            if (lines != null) {
                lines.close();
                lines = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] content = packed.toByteArray();
        packed = new ByteArrayOutputStream();
        return content;
    }

    /** How many more rows can be kept at most. */
    long room() {
        return leftOut > 0 ? 0 : limits.rows() - kept - pageRows;
    }

    /** Whether every row that was added is kept. */
    public boolean complete() {
        return leftOut == 0;
    }

    /** Counts what passes through. */
    private static final class Measured extends Writer {

        private final Writer to;
        private long characters;

        Measured(Writer to) {
            this.to = to;
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            characters += length;
            to.write(buffer, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
