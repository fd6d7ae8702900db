package io.drover.app;

import io.drover.config.DroverException;
import io.drover.config.Secret;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** The files of the embedded server: its programs, unpacked from their jar, and its databases. */
final class PostgresCluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int LOG_LINES = 5;

    /** Two folders: the library opens the inner one to everybody, so the outer one is closed to all but the owner. */
    static final String PROGRAMS = "postgresql-binaries/unpacked";

    private final DataFolder data;
    private final Path programs;
    private final Path cluster;
    private final Path startLog;
    private final int maxConnections;

    PostgresCluster(DataFolder data, int maxConnections) {
        this.data = data;
        this.programs = data.resolve(PROGRAMS);
        this.cluster = data.resolve("postgresql");
        this.startLog = data.resolve("postgresql-start.log");
        this.maxConnections = maxConnections;
    }

    boolean exists() {
        return Files.exists(cluster);
    }

    PostgresProcesses processes() {
        return new PostgresProcesses(programs, cluster);
    }

    /** Starts the server; it answers sign-ins when this returns. */
    EmbeddedPostgres start(EmbeddedAccess access) throws IOException {
        data.createFolder("postgresql-binaries");
        removeHalfUnpacked();
        if (!exists()) {
            create(access);
        }
        return run(cluster, access, EmbeddedAccess.USER, access.password());
    }

    /** Built whole beside its place and moved there last: an interrupted first start leaves nothing half-done. */
    private void create(EmbeddedAccess access) throws IOException {
        Path draft = data.resolve("postgresql.new");
        data.remove(draft);
        data.write("postgresql-password", access.administratorPassword().reveal());
        try (EmbeddedPostgres server =
                run(draft, access, EmbeddedAccess.ADMINISTRATOR, access.administratorPassword())) {
            createRole(server, access.password());
        } catch (SQLException e) {
            throw new DroverException("The role " + EmbeddedAccess.USER + " could not be created in " + draft, e);
        } finally {
            Files.deleteIfExists(data.resolve("postgresql-password"));
        }
        new PostgresProcesses(programs, draft).stop();
        Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void createRole(EmbeddedPostgres server, Secret password) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + EmbeddedAccess.USER + " login createdb");
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(EmbeddedAccess.USER, password.reveal().toCharArray(), "scram-sha-256");
        }
    }

    private EmbeddedPostgres run(Path folder, EmbeddedAccess access, String user, Secret password) {
        // The library makes this folder even when another is given, and its default is one for all users in /tmp.
        System.setProperty("ot.epg.working-dir", programs.toString());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setPgBinaryResolver(new Programs(programs))
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(access.port())
                .setPGStartupWait(START_LIMIT)
                .setErrorRedirector(Redirect.appendTo(startLog.toFile()))
                .setOutputRedirector(Redirect.appendTo(startLog.toFile()))
                .setConnectConfig("user", user)
                .setConnectConfig("password", password.reveal());
        initialise(builder);
        configure(builder);
        PostgresProcesses processes = new PostgresProcesses(programs, folder);
        try (StartWatch watch = new StartWatch(folder, processes)) {
            // The library's own lock, which a start that failed leaves behind; the data folder's lock is what counts.
            Files.deleteIfExists(folder.resolve("epg-lock"));
            Files.deleteIfExists(startLog);
            EmbeddedPostgres server =
                    builder.setDataDirectoryCustomizer(made -> watch.begin()).start();
            if (watch.hasGivenUp()) {
                throw new IOException("no server process is left");
            }
            return server;
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            processes.stop();
            throw new DroverException(
                    "The embedded PostgreSQL server in " + folder + " did not start: " + logTail(), e);
        }
    }

    /** Options of initdb. Names compare byte by byte, as everywhere in Drover; letters beyond ASCII have a case. */
    private void initialise(EmbeddedPostgres.Builder builder) {
        builder.setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", data.resolve("postgresql-password").toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
    }

    /** The library's own values are for tests: they trade committed rows for speed. */
    private void configure(EmbeddedPostgres.Builder builder) {
        logWithoutRows(builder);
        String zone = ZoneId.systemDefault().getId();
        builder.setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", EmbeddedAccess.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setServerConfig("max_connections", Integer.toString(maxConnections))
                .setServerConfig("timezone", zone.matches("[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)*") ? zone : "UTC");
    }

    /** A week of log in the folder {@code postgresql/log}, with neither statements nor the values of rows. */
    private static void logWithoutRows(EmbeddedPostgres.Builder builder) {
        builder.setServerConfig("logging_collector", "on")
                .setServerConfig("log_filename", "postgresql-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on")
                .setServerConfig("log_min_error_statement", "panic")
                .setServerConfig("log_error_verbosity", "terse");
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(startLog);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))
                    + " (more in postgresql/log)";
        } catch (IOException e) {
            return "see the cause";
        }
    }

    /** The library takes any file that is there for a whole one, so a folder without its end mark must go. */
    private void removeHalfUnpacked() throws IOException {
        if (!Files.isDirectory(programs)) {
            return;
        }
        try (Stream<Path> versions = Files.list(programs)) {
            for (Path version : versions.toList()) {
                if (!Files.exists(version.resolve(".exists"))) {
                    data.remove(version);
                }
            }
        }
    }

    /** The library keeps one unpacked copy per resolver; equal by folder, so that each data folder has its own. */
    private record Programs(Path folder) implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machineHardware) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware);
        }
    }
}
