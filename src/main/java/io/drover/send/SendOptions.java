package io.drover.send;

import java.util.List;
import java.util.Map;

/**
 * How one {@code send:} step treats its table.
 *
 * @param database name of the target database
 * @param key columns that identify a row
 * @param within columns that name a row's parent; empty when the rows have none
 * @param compare the rows are the whole set in every mode
 * @param truncate columns whose texts may be cut to the column's length
 * @param columns target column by source column, where the names differ
 */
record SendOptions(
        String database,
        String table,
        List<String> key,
        List<String> within,
        boolean compare,
        Only only,
        boolean guarded,
        List<String> truncate,
        Map<String, String> columns) {

    /** Which changes a send makes. */
    enum Only {
        /** Inserts, updates and removals: the table becomes equal to the rows. */
        EVERYTHING,
        /** Rows the target has are brought up to date; none are added or removed. */
        UPDATE,
        /** Rows the target lacks are added; those it has are left as they are. */
        INSERT
    }

    /** The same without the guard, for a run whose removals a person has confirmed. */
    SendOptions unguarded() {
        return new SendOptions(database, table, key, within, compare, only, false, truncate, columns);
    }

    /** True where the rows are all there are, so that what is not among them must go. */
    boolean isWhole(Mode mode) {
        return compare || mode == Mode.ALL;
    }
}
