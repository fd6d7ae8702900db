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

    /**
     * The oldest transaction that is still open may yet commit rows stamped with its beginning. Other users'
     * transactions are seen only where the role may see them; without that the overlap of the task must do.
     */
    private static final String POSTGRES = """
            select current_timestamp, least(current_timestamp, (
                select min(xact_start) from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid()))
            """;

    private SourceClock() {}

    /**
     * The source's time.
     *
     * @param zone zone of the source, for vendors whose clock has none
     * @throws SendException when the source keeps its time in another zone
     */
    static SourceTime read(Connection source, ZoneId zone) throws SQLException {
        if (MariaDb.is(source)) {
            Instant now = readMariaDb(source, zone);
            return new SourceTime(now, now, zone);
        }
        String product = source.getMetaData().getDatabaseProductName();
        try (Statement statement = source.createStatement()) {
            if ("PostgreSQL".equals(product)) {
                try (ResultSet result = statement.executeQuery(POSTGRES)) {
                    result.next();
                    return new SourceTime(
                            result.getObject(1, OffsetDateTime.class).toInstant(),
                            result.getObject(2, OffsetDateTime.class).toInstant(),
                            zone);
                }
            }
            boolean oracle = "Oracle".equals(product);
            try (ResultSet result = statement.executeQuery(
                    oracle ? "select current_timestamp from dual" : "select current_timestamp")) {
                result.next();
                Instant now = oracle
                        ? result.getObject(1, OffsetDateTime.class).toInstant()
                        : result.getObject(1, LocalDateTime.class).atZone(zone).toInstant();
                return new SourceTime(now, now, zone);
            }
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
