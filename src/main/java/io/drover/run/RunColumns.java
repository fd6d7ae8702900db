package io.drover.run;

import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a row of the table {@code task_run}. */
final class RunColumns {

    private RunColumns() {}

    static Run run(ResultSet result, int row) throws SQLException {
        String word = result.getString("result");
        return new Run(
                result.getLong("run"),
                result.getString("site"),
                result.getString("task"),
                result.getString("title"),
                result.getString("queue"),
                Mode.valueOf(result.getString("mode")),
                Purpose.valueOf(result.getString("purpose")),
                result.getString("cause"),
                result.getString("requested_by"),
                result.getTimestamp("requested_at").toInstant(),
                result.getObject("schedule_id", Integer.class),
                instant(result, "due_at"),
                RunStatus.valueOf(result.getString("status")),
                result.getLong("token"),
                result.getString("node"),
                instant(result, "started_at"),
                instant(result, "ended_at"),
                word == null ? null : Result.of(word),
                result.getString("message"),
                result.getObject("of_run", Long.class),
                result.getObject("guard_removals", Long.class),
                result.getObject("confirmed_removals", Long.class),
                result.getInt("retries"),
                counts(result));
    }

    private static SendCounts counts(ResultSet result) throws SQLException {
        return new SendCounts(
                result.getLong("read"),
                result.getLong("equal"),
                result.getLong("inserted"),
                result.getLong("updated"),
                result.getLong("removed"),
                result.getLong("refused"),
                result.getLong("held"),
                result.getLong("skipped"));
    }

    private static @Nullable Instant instant(ResultSet result, String column) throws SQLException {
        Timestamp stamp = result.getTimestamp(column);
        return stamp == null ? null : stamp.toInstant();
    }
}
