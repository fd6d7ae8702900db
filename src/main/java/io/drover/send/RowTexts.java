package io.drover.send;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a table's rows as a person reads them. A value that is too long to be listed is not kept. */
final class RowTexts {

    /** Of one character. */
    private static final int MOST_BYTES = 4;

    private final List<Column> columns;
    private final List<String> key;

    /** @param key columns that identify a row */
    RowTexts(List<Column> columns, List<String> key) {
        this.columns = columns;
        this.key = key;
    }

    String key(byte[][] row) {
        return RowKey.of(columns, key, row).text();
    }

    Map<String, @Nullable String> of(byte[][] row) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            texts.put(columns.get(i).name(), text(i, row[i]));
        }
        return texts;
    }

    /** Of one row the fields that are others in another row. */
    Map<String, @Nullable String> differing(byte[][] row, byte[][] other) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            if (!Arrays.equals(row[i], other[i])) {
                texts.put(columns.get(i).name(), text(i, row[i]));
            }
        }
        return texts;
    }

    private @Nullable String text(int i, byte @Nullable [] field) {
        if (field == null) {
            return null;
        }
        return field.length > RunRow.MOST_CHARACTERS * MOST_BYTES
                ? RunRow.NOT_KEPT
                : columns.get(i).values().text(field);
    }
}
