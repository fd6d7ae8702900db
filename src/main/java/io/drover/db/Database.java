package io.drover.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.drover.config.DaemonThreads;
import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.sql.DataSource;

/**
 * A named database with its pool. Opening it does not connect: a database that is down is found by whoever
 * asks for a connection, so that one dead source never keeps a site from starting.
 *
 * <p>Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Shorter, so that whoever waits for a connection is told why there is none. */
    private static final Duration SIGN_IN_TIMEOUT = Duration.ofSeconds(9);

    private static final int SHOWN = 63;

    /** A plan kept from an earlier run would fail a later one if a table was altered in between. */
    private static final int PLANS_OF_OTHERS = 0;

    private static final int PLANS_OF_OURS = 256;

    /** A request to cancel goes over a connection of its own, which a server that is gone does not take. */
    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(2);

    /** Of all pools: one thread looks after their idle connections, not one for each. */
    private static final ScheduledThreadPoolExecutor HOUSEKEEPING =
            new ScheduledThreadPoolExecutor(1, new DaemonThreads("pools"));

    static {
        HOUSEKEEPING.setRemoveOnCancelPolicy(true);
    }

    private final DatabaseSettings settings;
    private final CarefulSignIn signIn;
    private final HikariDataSource pool;
    private final Queue<LostSession> lost = new ConcurrentLinkedQueue<>();
    private boolean prepared;

    private Database(DatabaseSettings settings, CarefulSignIn signIn, HikariDataSource pool) {
        this.settings = settings;
        this.signIn = signIn;
        this.pool = pool;
    }

    /**
     * What its pool does at this moment.
     *
     * @param active connections in use
     * @param idle open connections that are not
     * @param waiting threads that wait for one
     * @param most how many there may be
     */
    public record Load(int active, int idle, int waiting, int most) {}

    /**
     * Makes the pool.
     *
     * @param settings a database with a {@code jdbc:} URL
     * @param user what the database server shows as the name of the connected program, e.g. {@code drover LIVE}
     * @throws DroverException when there is no driver for the URL
     */
    public static Database open(DatabaseSettings settings, String user) {
        return open(settings, user, Duration.ZERO, PLANS_OF_OTHERS);
    }

    /**
     * The same for Drover's own database: its transactions are short, and nobody else alters its tables, so that plans of
     * statements are kept.
     *
     * @param longestRest how long a PostgreSQL session may rest within a transaction: a process that is frozen in one
     *     would keep its locks for as long as it is frozen. Zero = no limit
     */
    static Database openOwn(DatabaseSettings settings, String user, Duration longestRest) {
        return open(settings, user, longestRest, PLANS_OF_OURS);
    }

    /** @param plans how many statements' plans a connection keeps */
    private static Database open(DatabaseSettings settings, String user, Duration longestRest, int plans) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(user + " " + settings.name());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setScheduledExecutor(HOUSEKEEPING);
        if (isPostgres(settings)) {
            configurePostgres(config, settings, user, longestRest, plans);
        } else if (MariaDb.takes(settings.url())) {
            MariaDb.configure(config, settings, CONNECT_TIMEOUT);
        }
        CarefulSignIn signIn = signIn(settings, config.getDataSourceProperties());
        config.setDataSource(signIn);
        return new Database(settings, signIn, new HikariDataSource(config));
    }

    /** As a server shows the name of a program: PostgreSQL keeps 63 bytes of it, and ASCII alone. */
    public static String shownName(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.length() > SHOWN ? plain.substring(0, SHOWN) : plain;
    }

    private static CarefulSignIn signIn(DatabaseSettings settings, Properties forDriver) {
        // A copy: the pool, which may log what it was given, has no use for the password.
        Properties properties = (Properties) forDriver.clone();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password().reveal());
        }
        try {
            return new CarefulSignIn(
                    DriverManager.getDriver(settings.url()), settings.url(), properties, System::nanoTime);
        } catch (SQLException e) {
            throw new DroverException(
                    "Data source #%s: no driver takes %s; a driver's jar belongs into the folder drivers"
                            .formatted(settings.name(), settings.url()),
                    e);
        }
    }

    private static void configurePostgres(
            HikariConfig config, DatabaseSettings settings, String user, Duration longestRest, int plans) {
        config.addDataSourceProperty("ApplicationName", user);
        config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()));
        // A server that lives and does not let in, such as a full PgBouncer, would keep the pool from trying anew.
        config.addDataSourceProperty("loginTimeout", String.valueOf(SIGN_IN_TIMEOUT.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("cancelSignalTimeout", String.valueOf(CANCEL_TIMEOUT.toSeconds()));
        config.addDataSourceProperty("preparedStatementCacheQueries", String.valueOf(plans));
        // Rows are compared in binary form; this is the one type that the driver would still ask for as text.
        config.addDataSourceProperty("binaryTransferEnable", "BOOL");
        // No socketTimeout: it would end statements that are merely long.
        config.addDataSourceProperty("socketFactory", KeepAliveSockets.class.getName());
        // Rows of customers do not belong into log files: the details are read from the error where they are needed.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.setConnectionInitSql("""
                select set_config('TimeZone', '%s', false),
                       set_config('tcp_keepalives_idle', '%d', false),
                       set_config('tcp_keepalives_interval', '%d', false),
                       set_config('tcp_keepalives_count', '%d', false),
                       case when %5$d > 0 then set_config('idle_in_transaction_session_timeout', '%5$d', false) end,
                       case when version() like '%%linux%%' and current_setting('server_version_num')::int >= 140000
                            then set_config('client_connection_check_interval', '1s', false) end
                """.formatted(
                        postgresZone(settings.timeZone()),
                        KeepAliveSockets.IDLE_SECONDS,
                        KeepAliveSockets.INTERVAL_SECONDS,
                        KeepAliveSockets.PROBES,
                        longestRest.toMillis()));
    }

    /** PostgreSQL counts the hours of a zone without a name westwards, as POSIX does. */
    private static String postgresZone(ZoneId zone) {
        if (zone.normalized() instanceof ZoneOffset offset) {
            ZoneOffset west = ZoneOffset.ofTotalSeconds(-offset.getTotalSeconds());
            return offset.equals(ZoneOffset.UTC) ? "UTC" : "<%s>%s".formatted(offset, west);
        }
        return zone.getId().replace("'", "");
    }

    public String name() {
        return settings.name();
    }

    boolean isPostgres() {
        return isPostgres(settings);
    }

    private static boolean isPostgres(DatabaseSettings settings) {
        return settings.url().startsWith("jdbc:postgresql:");
    }

    public Vendor vendor() {
        return Vendor.of(settings.url());
    }

    /** The zone in which this database's own stamps without a zone are written. */
    public ZoneId timeZone() {
        return settings.timeZone();
    }

    /** Runs the work at its first call, and again only where it failed; calls meanwhile wait for it. */
    public synchronized void prepareOnce(Runnable preparation) {
        if (!prepared) {
            preparation.run();
            prepared = true;
        }
    }

    /** @throws SQLException after at most 10 s, when the database cannot be reached or the pool is used up */
    public Connection connect() throws SQLException {
        if (pool.getHikariPoolMXBean().getTotalConnections() == 0) {
            signIn.refuse();
        }
        return pool.getConnection();
    }

    /** Remembers a session to which the connection was lost: the server may not have noticed yet, and keep its locks. */
    void lost(int process) {
        lost.add(new LostSession(process, System.nanoTime()));
    }

    /** Ends the sessions that were lost, on another connection and in a transaction of its own. */
    void endLost(Connection connection) throws SQLException {
        for (LostSession each = lost.poll(); each != null; each = lost.poll()) {
            each.end(connection);
        }
    }

    /** Asks the pool, not the database. */
    public Load load() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return new Load(
                now.getActiveConnections(),
                now.getIdleConnections(),
                now.getThreadsAwaitingConnection(),
                settings.poolSize());
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
