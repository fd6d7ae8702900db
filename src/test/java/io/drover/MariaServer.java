package io.drover;

import io.drover.config.DatabaseSettings;
import io.drover.config.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A real MariaDB server for the tests: on a free port, in a folder of its own, fast rather than safe; one for all test
 * classes of a run. Its account {@code drover} may do everything.
 */
public final class MariaServer implements AutoCloseable {

    private static final String ACCOUNT = "drover";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where servers live that the path of an ordinary user does not name. */
    private static final List<String> MORE_PLACES =
            List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/libexec", "/opt/homebrew/bin");

    private final Path folder;
    private final int port = FreePort.take();
    private final Process server;

    private MariaServer() {
        String program = program("mariadbd");
        try {
            folder = Files.createTempDirectory("drover-mariadb");
            install(program("mariadb-install-db"));
            Files.writeString(folder.resolve("init.sql"), """
                    create user %1$s@'%%' identified by '%1$s';
                    grant all on *.* to %1$s@'%%' with grant option;
                    """.formatted(ACCOUNT));
            server = start(
                    "server.log",
                    program,
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--socket=" + folder.resolve("socket"),
                    "--pid-file=" + folder.resolve("pid"),
                    "--init-file=" + folder.resolve("init.sql"),
                    "--skip-name-resolve",
                    "--character-set-server=utf8mb4",
                    "--max-allowed-packet=64M",
                    "--innodb-buffer-pool-size=32M",
                    "--innodb-flush-log-at-trx-commit=0",
                    "--innodb-fast-shutdown=2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        awaitAnswer();
    }

    private static String program(String name) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), MORE_PLACES.stream())
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This test needs a MariaDB server, but there is no " + name
                        + ": apt-get install mariadb-server-core mariadb-client-core (./drover test as root does it)"))
                .toString();
    }

    private void install(String program) throws IOException {
        Process installing = start(
                "install.log",
                program,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve");
        if (!exits(installing) || installing.exitValue() != 0) {
            throw new IllegalStateException(
                    "mariadb-install-db failed: " + Files.readString(folder.resolve("install.log")));
        }
    }

    private Process start(String log, String program, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(program, "--no-defaults", "--datadir=" + folder.resolve("data"), "--innodb-log-file-size=16M"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        Files.createDirectories(folder.resolve("data"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static boolean exits(Process process) {
        try {
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitAnswer() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!server.isAlive()) {
                throw new IllegalStateException(
                        "mariadbd does not start: " + Files.readString(folder.resolve("server.log")));
            }
            try (Connection connection = DriverManager.getConnection(url("mysql"), ACCOUNT, ACCOUNT)) {
                return connection.isValid(1);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    public String url(String schema) {
        return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, schema);
    }

    /** An empty schema; one of the same name is dropped. */
    public JdbcClient schema(String schema) {
        JdbcClient server = client("mysql");
        server.sql("drop schema if exists `%s`".formatted(schema)).update();
        server.sql("create schema `%s`".formatted(schema)).update();
        return client(schema);
    }

    public JdbcClient client(String schema) {
        return JdbcClient.create(new DriverManagerDataSource(url(schema), ACCOUNT, ACCOUNT));
    }

    /** As a site would name a schema of this server. */
    public DatabaseSettings settings(String name, String schema, ZoneId zone) {
        return new DatabaseSettings(name, url(schema), ACCOUNT, new Secret(ACCOUNT), 3, zone);
    }

    @Override
    public void close() {
        server.destroy();
        if (!exits(server)) {
            server.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives tests the server as a parameter. */
    public static final class Shared extends MadeOnce<MariaServer> {

        public Shared() {
            super(MariaServer.class, MariaServer::new);
        }
    }
}
