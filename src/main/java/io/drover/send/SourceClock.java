package io.drover.send;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * Reads the clock of a source. The watermark is a value of this clock and of no other, so that a difference between
 * the machines' clocks loses no row (decision 4).
 */
final class SourceClock {

    private SourceClock() {}

    /**
     * The source's time, not later than the snapshot in which its rows are read afterwards.
     *
     * @param zone zone of the source, for vendors whose clock has none
     */
    static Instant read(Connection source, ZoneId zone) throws SQLException {
        String product = source.getMetaData().getDatabaseProductName();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(
                        "Oracle".equals(product) ? "select current_timestamp from dual" : "select current_timestamp")) {
            result.next();
            if ("PostgreSQL".equals(product) || "Oracle".equals(product)) {
                return result.getObject(1, OffsetDateTime.class).toInstant();
            }
            return result.getObject(1, LocalDateTime.class).atZone(zone).toInstant();
        }
    }
}
