package io.drover.db;

import com.zaxxer.hikari.HikariConfig;
import io.drover.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/** What MariaDB and MySQL need that other vendors do not, with the driver of MariaDB. */
public final class MariaDb {

    private static final Set<String> PRODUCTS = Set.of("MariaDB", "MySQL");

    /** How long the server keeps a result for a run that writes to its target meanwhile; its own limit is a minute. */
    private static final Duration RESULT_PATIENCE = Duration.ofHours(1);

    private MariaDb() {}

    /** Whether a connection is to a server of this kind. */
    public static boolean is(Connection connection) throws SQLException {
        return PRODUCTS.contains(connection.getMetaData().getDatabaseProductName());
    }

    static boolean takes(String url) {
        return url.startsWith("jdbc:mariadb:");
    }

    static void configure(HikariConfig config, DatabaseSettings settings, Duration connectTimeout) {
        config.addDataSourceProperty("connectTimeout", String.valueOf(connectTimeout.toMillis()));
        config.addDataSourceProperty("tcpKeepIdle", String.valueOf(KeepAliveSockets.IDLE_SECONDS));
        config.addDataSourceProperty("tcpKeepInterval", String.valueOf(KeepAliveSockets.INTERVAL_SECONDS));
        config.addDataSourceProperty("tcpKeepCount", String.valueOf(KeepAliveSockets.PROBES));
        // Numbers: as a boolean TINYINT(1) would lose 2 to 127, as a date YEAR would gain a first of January.
        config.addDataSourceProperty("tinyInt1isBit", "false");
        config.addDataSourceProperty("yearIsDateType", "false");
        config.setConnectionInitSql("set time_zone = %s, net_write_timeout = %d"
                .formatted(sessionZone(settings.timeZone()), RESULT_PATIENCE.toSeconds()));
    }

    /** The zone by name where the server has tables of zones; where it has none its own zone, which is checked later. */
    private static String sessionZone(ZoneId zone) {
        if (zone.getRules().isFixedOffset()) {
            String offset = zone.getRules().getOffset(Instant.EPOCH).getId();
            return offset.equals("Z") ? "'+00:00'" : "'" + offset + "'";
        }
        String name = zone.getId().replace("'", "");
        return "if(convert_tz('2026-01-01', '+00:00', '%s') is null, @@time_zone, '%s')".formatted(name, name);
    }

    /** The snapshot is that of the first query on a table, so that a clock read before is not later than it. */
    static void beginReading(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("start transaction read only");
        }
    }
}
