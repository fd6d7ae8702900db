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

    /** Its driver keeps so many rows in memory; a larger number spares no question to the server, which streams them. */
    public static final int FETCH_ROWS = 1;

    private static final Set<String> PRODUCTS = Set.of("MariaDB", "MySQL");

    /** How long the server keeps a result for a run that writes to its target meanwhile; its own limit is a minute. */
    private static final Duration RESULT_PATIENCE = Duration.ofHours(1);

    /** Bytes by which rows are sorted; the server's own 1024 would leave longer keys in any order. */
    private static final int LONGEST_KEY = 16_384;

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

    /**
     * Makes the session refuse what it would otherwise change: too long, rounded, zero dates, and a zero in a column that
     * counts up, which would become the next number. How the route files' own SQL is quoted stays as it is. Locks are
     * waited for, and a process that is frozen keeps them, as long as with any vendor.
     */
    static void beginWriting(Connection connection, Duration lockPatience, Duration idlePatience) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("MariaDB")) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    set sql_mode = concat('STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,\
                    ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION',
                          if(find_in_set('ANSI_QUOTES', @@sql_mode), ',ANSI_QUOTES', ''),
                          if(find_in_set('NO_BACKSLASH_ESCAPES', @@sql_mode), ',NO_BACKSLASH_ESCAPES', '')),
                        foreign_key_checks = 1, unique_checks = 1, check_constraint_checks = 1,
                        max_sort_length = %1$d, lock_wait_timeout = %2$d, innodb_lock_wait_timeout = %2$d,
                        idle_transaction_timeout = %3$d
                    """.formatted(LONGEST_KEY, lockPatience.toSeconds(), idlePatience.toSeconds()));
        }
    }

    /** The snapshot is that of the first query on a table, so that a clock read before is not later than it. */
    static void beginReading(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("start transaction read only");
        }
    }
}
