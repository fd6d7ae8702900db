package io.drover.send;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key of a row as text: {@code product_code=A, region=VIC}. */
public final class RowKey {

    private RowKey() {}

    /** Formats the fields of a row's key. */
    static String of(List<Column> columns, List<String> key, byte[][] fields) {
        List<@Nullable String> values = new ArrayList<>();
        for (String name : key) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(name)) {
                    byte[] field = fields[i];
                    values.add(field == null ? null : columns.get(i).values().text(field));
                }
            }
        }
        return format(key, values);
    }

    public static String format(List<String> columns, List<@Nullable String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(columns.get(i)).append('=').append(values.get(i));
        }
        return text.toString();
    }
}
