package io.drover.send;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists the rows of one table that a run changes. */
final class RowLog {

    private final String table;
    private final Attention attention;
    private final RowKeeper rows;
    private boolean open = true;

    /** @param attention which rows are to be looked at first */
    RowLog(String table, Attention attention, RowKeeper rows) {
        this.table = table;
        this.attention = attention;
        this.rows = rows;
    }

    /** From here on no more rows are listed: the first load of a table would list all of it. */
    void close() {
        open = false;
    }

    /** False when no more rows are listed, because there are too many. */
    boolean isOpen() {
        return open && rows.isOpen();
    }

    /** How many more rows can be listed at most. */
    long room() {
        return open ? rows.room() : 0;
    }

    void inserted(Supplier<String> key, Supplier<Map<String, @Nullable String>> after) {
        if (isOpen()) {
            add(Fate.INSERTED, key.get(), Map.of(), after.get());
        } else {
            rows.leaveOut();
        }
    }

    void updated(
            Supplier<String> key,
            Supplier<Map<String, @Nullable String>> before,
            Supplier<Map<String, @Nullable String>> after) {
        if (isOpen()) {
            add(Fate.UPDATED, key.get(), before.get(), after.get());
        } else {
            rows.leaveOut();
        }
    }

    /** Counts a row that is not listed. */
    void leaveOut() {
        rows.leaveOut();
    }

    void removed(String key, Map<String, @Nullable String> before) {
        if (isOpen()) {
            add(Fate.REMOVED, key, before, Map.of());
        } else {
            rows.leaveOut();
        }
    }

    private void add(Fate fate, String key, Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        rows.add(new RunRow(table, fate, key, before, after, null, null, attention.rule(before, after)));
    }
}
