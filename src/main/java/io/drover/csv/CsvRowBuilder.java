package io.drover.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.drover.send.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rows of the fields that the parser finds; a line that does not fit the header becomes an unreadable row. */
final class CsvRowBuilder extends AbstractBaseCsvCallbackHandler<Row> {

    private final String file;
    private final CsvFormat format;
    private @Nullable CsvColumns columns;
    private @Nullable String[] fields = new @Nullable String[64];

    /** @param file its name, for messages */
    CsvRowBuilder(String file, CsvFormat format) {
        this.file = file;
        this.format = format;
        this.columns = format.header() ? null : CsvColumns.of(format.columns());
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        if (columns != null && index >= columns.width()) {
            return;
        }
        if (index == fields.length) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        String text = new String(buffer, offset, length);
        boolean isNull = !quoted && text.equals(format.nullText() == null ? "" : format.nullText());
        fields[index] = isNull ? null : text;
    }

    /** @return null for what is no row: the header and empty lines */
    @Override
    protected @Nullable Row buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return null;
        }
        if (columns == null) {
            columns = CsvColumns.of(header(), format.columns(), where());
            return null;
        }
        return getFieldCount() == columns.width() ? row(columns) : misfit(columns);
    }

    private List<String> header() {
        return Arrays.stream(fields, 0, getFieldCount())
                .map(name -> name == null ? "" : name.strip())
                .toList();
    }

    private Row row(CsvColumns shape) {
        @Nullable Object[] values = new @Nullable Object[shape.positions().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[shape.positions()[i]];
        }
        return new Row(shape.names(), values);
    }

    private Row misfit(CsvColumns shape) {
        return Row.unreadable(
                where(),
                "it has %d fields, but %s %d"
                        .formatted(
                                getFieldCount(),
                                format.header() ? "the header has" : "the option columns names",
                                shape.width()));
    }

    private String where() {
        return file + " line " + getStartingLineNumber();
    }
}
