package io.drover.send;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a send and its table consisted of in a run. Kept with the rows, so that the next run sees what became
 * of it.
 *
 * @param query type by column; empty where nothing declares the columns, or there was no row
 * @param table type by column
 * @param run in which they were seen first
 */
record SentColumns(Map<String, String> query, Map<String, String> table, long run) {

    static SentColumns of(Row.@Nullable Columns found, Table table, long run) {
        Map<String, String> query = new LinkedHashMap<>();
        if (found != null) {
            for (int i = 0; i < found.typeNames().size(); i++) {
                query.put(found.names().get(i), TypeName.of(found.typeNames().get(i)));
            }
        }
        Map<String, String> columns = new LinkedHashMap<>();
        table.columns().forEach(column -> columns.put(column.name(), TypeName.of(column.type())));
        return new SentColumns(query, columns, run);
    }

    boolean isAlike(SentColumns other) {
        return query.equals(other.query) && table.equals(other.table);
    }
}
