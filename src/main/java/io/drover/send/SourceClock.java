package io.drover.send;

import io.drover.db.MariaDb;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

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
     * @throws SendException when the source keeps its time in another zone
     */
    static Instant read(Connection source, ZoneId zone) throws SQLException {
        if (MariaDb.is(source)) {
            return readMariaDb(source, zone);
        }
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

    /** In UTC, which knows no hour twice; the session's own time only has to agree with the zone of the settings. */
    private static Instant readMariaDb(Connection source, ZoneId zone) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(
                        "select utc_timestamp(6), timestampdiff(second, utc_timestamp(), now())")) {
            result.next();
            Instant time = result.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
            ZoneOffset session = ZoneOffset.ofTotalSeconds(result.getInt(2));
            if (!session.equals(zone.getRules().getOffset(time))) {
                throw new SendException(
                        ("The source keeps time at offset %s, which is not that of its time-zone %s, and its server does"
                                        + " not know this name: load the server's tables of time zones"
                                        + " (mariadb-tzinfo-to-sql), or set time-zone to the zone it keeps")
                                .formatted(session, zone));
            }
            return time;
        }
    }
}
