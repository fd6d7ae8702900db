package io.drover.send;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one {@code send:} step treats its table.
 *
 * @param database name of the target database
 * @param key columns that identify a row
 * @param within columns that name a row's parent; empty when the rows have none
 * @param compare the rows are the whole set in every mode
 * @param deletes the rows are the keys of the whole set: what is not among them is removed, and nothing else happens
 * @param guarded a mass removal needs to be confirmed
 * @param refuse most rows that may be refused before the run fails
 * @param truncate columns whose texts may be cut to the column's length
 * @param zeroDatesAreNull dates such as 0000-00-00 are sent as no value
 * @param lookFirst rules that say which changed rows a person should look at first
 * @param columns target column by source column, where the names differ
 */
public record SendOptions(
        String database,
        String table,
        List<String> key,
        List<String> within,
        boolean compare,
        Only only,
        boolean deletes,
        boolean guarded,
        int refuse,
        List<String> truncate,
        boolean zeroDatesAreNull,
        Attention lookFirst,
        Map<String, String> columns) {

    /** Which changes a send makes. */
    public enum Only {
        /** Inserts, updates and removals: the table becomes equal to the rows. */
        EVERYTHING,
        /** Rows the target has are brought up to date; none are added or removed. */
        UPDATE,
        /** Rows the target lacks are added; those it has are left as they are. */
        INSERT
    }

    /** The same send with the names of the table's columns that a query, which knows no case, cannot return as they are. */
    SendOptions in(Table of) {
        Map<String, String> named = new LinkedHashMap<>(columns);
        for (Column column : of.columns()) {
            long alike = of.columns().stream()
                    .filter(other -> other.name().equalsIgnoreCase(column.name()))
                    .count();
            String lower = column.name().toLowerCase(Locale.ROOT);
            if (alike == 1 && !lower.equals(column.name()) && !columns.containsValue(lower)) {
                named.putIfAbsent(column.name(), lower);
            }
        }
        return new SendOptions(
                database,
                table,
                key,
                within,
                compare,
                only,
                deletes,
                guarded,
                refuse,
                truncate,
                zeroDatesAreNull,
                lookFirst,
                named);
    }

    /** What the target calls a column of the query. */
    String targetName(String sourceName) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(sourceName))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(sourceName);
    }

    /** True where the rows are all there are, so that what is not among them must go. */
    boolean isWhole(Mode mode) {
        return compare || mode == Mode.ALL;
    }
}
