package io.drover.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message.
 *
 * @param event opened, closed, test, ended or row
 * @param incident null for a test, and for what a task tells
 * @param run of which a task tells, or which asked for the mail; null for all others
 * @param row key of the row for which it was asked, e.g. {@code id=7}; null for all others
 * @param sentAt null while it has not been taken
 * @param problem why not; null where nothing went wrong
 * @param isGivenUp it is not tried any more
 */
public record Delivery(
        long letter,
        Way way,
        String event,
        @Nullable Long incident,
        @Nullable Long run,
        @Nullable String row,
        Instant askedAt,
        @Nullable Instant sentAt,
        int attempts,
        @Nullable String problem,
        boolean isGivenUp) {

    static Delivery of(ResultSet result, int row) throws SQLException {
        Timestamp sent = result.getTimestamp("sent_at");
        return new Delivery(
                result.getLong("letter"),
                Way.valueOf(result.getString("way")),
                result.getString("event").toLowerCase(Locale.ROOT),
                result.getObject("incident", Long.class),
                result.getObject("run", Long.class),
                result.getString("row_key"),
                result.getTimestamp("asked_at").toInstant(),
                sent == null ? null : sent.toInstant(),
                result.getInt("attempts"),
                result.getString("problem"),
                "infinity".equals(result.getString("due_at")) && result.getInt("attempts") > 0);
    }
}
