package io.drover.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.drover.send.Row;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Iterator;

/**
 * The rows of a file, read as they are asked for, never the whole file at once. A line that does not fit becomes an
 * {@linkplain Row#unreadable() unreadable} row; a damaged file ends the rows with a {@link CsvException}.
 */
final class CsvRows implements Iterator<Row>, Closeable {

    /** Stands for no quote; no text holds it. */
    private static final char NO_QUOTE = '\uFFFF';

    private final CsvFile file;
    private final boolean finalNewline;
    private final StrictReader text;
    private final CloseableIterator<Row> rows;

    CsvRows(CsvFile file, CsvFormat format) {
        this.file = file;
        this.finalNewline = format.finalNewline();
        try {
            this.text = new StrictReader(file.name(), Files.newInputStream(file.path()), format.charset());
        } catch (IOException e) {
            throw new CsvException("%s cannot be read: %s".formatted(file.path(), e), e);
        }
        this.rows = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .quoteCharacter(format.quote() == null ? NO_QUOTE : format.quote())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(new CsvRowBuilder(file.name(), format), text)
                .iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            if (rows.hasNext()) {
                return true;
            }
        } catch (CsvParseException e) {
            throw damage(e);
        } catch (UncheckedIOException e) {
            throw new CsvException(
                    "%s line %d cannot be read: %s".formatted(file.name(), text.line(), e.getCause()), e);
        }
        checkEnd();
        return false;
    }

    @Override
    public Row next() {
        return rows.next();
    }

    private CsvException damage(CsvParseException problem) {
        return problem.getCause() instanceof CsvException known
                ? known
                : new CsvException("%s is damaged: %s".formatted(file.name(), problem.getMessage()), problem);
    }

    private void checkEnd() {
        if (finalNewline && !text.isLineEnded()) {
            throw new CsvException(("%s line %d: the last line has no line end, so the file may be cut off;"
                            + " finalNewline: false is for exports that never write it")
                    .formatted(file.name(), text.line()));
        }
        if (file.isChanged()) {
            throw new CsvException(file.name() + " was changed while it was read; it is read again in the next run");
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
