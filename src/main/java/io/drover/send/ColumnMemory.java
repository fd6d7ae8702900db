package io.drover.send;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of each send of a task, from one committed run to the next. */
final class ColumnMemory {

    private final SendRun run;
    private final Map<String, SentColumns> before;
    private final Map<String, SentColumns> now = new LinkedHashMap<>();
    private final Map<String, Integer> sends = new HashMap<>();

    /** @param before by the names of the sends, when the task was last committed in this mode */
    ColumnMemory(SendRun run, Map<String, SentColumns> before) {
        this.run = run;
        this.before = before;
    }

    /**
     * Compares with the last committed run, before anything is written.
     *
     * @throws SendException when the columns drifted so that rows could be sent wrong
     */
    SchemaDrift compare(SendOptions options, Table table, Row.@Nullable Columns found, TargetState state) {
        if (options.deletes()) {
            return new SchemaDrift(options, null, SentColumns.of(null, table, run.run()));
        }
        int number = sends.merge(options.table(), 1, Integer::sum);
        String send = number == 1 ? options.table() : options.table() + " " + number;
        SentColumns sent = before.get(send);
        SchemaDrift drift = new SchemaDrift(options, sent, SentColumns.of(found, table, run.run()));
        drift.check(run, state);
        SentColumns toRemember = drift.toRemember(sent);
        if (sent == null || !sent.isAlike(toRemember)) {
            now.put(send, toRemember);
        }
        return drift;
    }

    void write(TargetState state) throws SQLException {
        for (Map.Entry<String, SentColumns> each : now.entrySet()) {
            state.setSentColumns(run, each.getKey(), each.getValue());
        }
    }
}
