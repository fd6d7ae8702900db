package io.drover.send;

import io.drover.send.RunRow.Fate;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists the rows of one table that a run changes. */
final class RowLog {

    private final String table;
    private final RunRows rows;
    private boolean open = true;

    RowLog(String table, RunRows rows) {
        this.table = table;
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

    void inserted(String key, Supplier<Map<String, @Nullable String>> after) {
        if (isOpen()) {
            add(Fate.INSERTED, key, Map.of(), after.get());
        }
    }

    void updated(
            String key, Supplier<Map<String, @Nullable String>> before, Supplier<Map<String, @Nullable String>> after) {
        if (isOpen()) {
            add(Fate.UPDATED, key, before.get(), after.get());
        }
    }

    void removed(String key, Map<String, @Nullable String> before) {
        if (isOpen()) {
            add(Fate.REMOVED, key, before, Map.of());
        }
    }

    private void add(Fate fate, String key, Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        rows.add(new RunRow(table, fate, key, before, after, null, null, null));
    }
}
