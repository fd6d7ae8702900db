package io.drover.app;

import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import io.drover.config.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server that Drover runs on 127.0.0.1 for those who have none. Its databases are kept in the folder
 * of {@code drover.data}; what was committed survives a crash of the machine; everybody signs in by password.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final int FEWEST_CONNECTIONS = 100;
    private static final int SPARE_CONNECTIONS = 50;

    private final DataFolder data;
    private final PostgresProcesses processes;
    private final EmbeddedAccess access;
    private final EmbeddedPostgres postgres;
    private boolean closed;

    private EmbeddedServer(
            DataFolder data, PostgresProcesses processes, EmbeddedAccess access, EmbeddedPostgres postgres) {
        this.data = data;
        this.processes = processes;
        this.access = access;
        this.postgres = postgres;
    }

    /**
     * Starts the server; it takes connections when this returns. A server that a killed Drover left behind is stopped
     * first. The first start unpacks PostgreSQL and takes some seconds, later ones under one.
     *
     * @throws DroverException if the data folder cannot be written or is in use by another Drover, if the port is
     *     taken, or if PostgreSQL does not start within 60 s; nothing is left running then
     */
    public static EmbeddedServer start(Settings settings) {
        DataFolder data = DataFolder.open(settings.data());
        try {
            PostgresCluster cluster = new PostgresCluster(data, maxConnections(settings));
            if (cluster.processes().stop()) {
                LOG.warn("Stopped the PostgreSQL server that an earlier Drover left running in {}", data.path());
            }
            refuseBusyPort(settings.embeddedPort());
            EmbeddedAccess access = EmbeddedAccess.keep(data, settings.embeddedPort(), cluster.exists());
            return new EmbeddedServer(data, cluster.processes(), access, cluster.start(access));
        } catch (IOException e) {
            data.close();
            throw new DroverException("The embedded PostgreSQL server could not be set up in " + data.path(), e);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static int maxConnections(Settings settings) {
        int pools = databases(settings)
                .filter(DatabaseSettings::isEmbedded)
                .mapToInt(DatabaseSettings::poolSize)
                .sum();
        return Math.max(FEWEST_CONNECTIONS, pools + SPARE_CONNECTIONS);
    }

    private static Stream<DatabaseSettings> databases(Settings settings) {
        return Stream.concat(
                Stream.of(settings.control()),
                settings.sites().stream().flatMap(site -> site.databases().values().stream()));
    }

    private static void refuseBusyPort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(EmbeddedAccess.HOST), port));
        } catch (IOException e) {
            throw new DroverException(
                    "Port " + port + " on 127.0.0.1, for the embedded PostgreSQL server, cannot be used ("
                            + e.getMessage() + "): give another by drover.embedded.port or DROVER_EMBEDDED_PORT",
                    e);
        }
    }

    /** The settings with every {@code embedded:NAME} resolved. */
    public Settings resolve(Settings settings) {
        return settings.withDatabases(this::resolve);
    }

    /**
     * Turns {@code embedded:NAME} into a JDBC URL with its user and password, and creates the database if it is
     * missing. Any other database is returned as it is.
     */
    public synchronized DatabaseSettings resolve(DatabaseSettings database) {
        if (!database.isEmbedded()) {
            return database;
        }
        String name = database.embeddedName();
        if (createIfMissing(name)) {
            LOG.info("Created the embedded database {}", name);
        }
        return access.resolve(database);
    }

    private boolean createIfMissing(String name) {
        try (Connection connection = DriverManager.getConnection(
                        access.jdbcUrl("postgres"),
                        EmbeddedAccess.USER,
                        access.password().reveal());
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                if (found.next()) {
                    return false;
                }
            }
            statement.execute("create database \"" + name + "\"");
            return true;
        } catch (SQLException e) {
            throw new DroverException("The embedded database " + name + " could not be created: " + e.getMessage(), e);
        }
    }

    /** Stops the server within about 5 s: open work is rolled back, no process of it is left. May be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted(); // a stop that was begun is finished
        try {
            postgres.close();
            processes.stop(Duration.ZERO);
        } catch (IOException e) {
            throw new DroverException("The embedded PostgreSQL server in " + data.path() + " did not stop", e);
        } finally {
            data.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
