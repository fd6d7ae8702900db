package io.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Bar;
import io.drover.FreePort;
import io.drover.config.DatabaseSettings;
import io.drover.config.DroverException;
import io.drover.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedServerTest {
    private static final DatabaseSettings SHOP = EmbeddedSettings.database("web", "embedded:shop");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Path data = Path.of("data");
    private int port;

    @BeforeEach
    void chooseFolderAndPort() {
        data = folder.resolve("data of drover"); // a blank in the path must do no harm
        port = FreePort.take();
    }

    @AfterEach
    void nothing_is_left_running() {
        assertThat(processes().isAnyAlive()).isFalse();
    }

    @Test
    void restart_keeps_rows_and_password() throws SQLException {
        DatabaseSettings before;
        try (EmbeddedServer server = start()) {
            before = server.resolve(SHOP);
            execute(before, "create table item as select 42 as id");
        }
        try (EmbeddedServer server = start()) {
            DatabaseSettings after = server.resolve(SHOP);
            assertThat(after).isEqualTo(before);
            assertThat(query(after, "select id from item")).isEqualTo("42");
        }
    }

    @Test
    void second_drover_on_the_same_folder_is_refused() {
        try (EmbeddedServer server = start()) {
            server.resolve(SHOP);
            Settings second = EmbeddedSettings.in(data, FreePort.take());
            assertThatThrownBy(() -> EmbeddedServer.start(second))
                    .isInstanceOf(DroverException.class)
                    .hasMessageContaining("is in use by another Drover");
        }
    }

    @Test
    void server_left_by_a_killed_drover_is_stopped_and_its_rows_kept() throws Exception {
        Process killed = AbandonedDrover.start(data, port);
        AbandonedDrover.awaitReady(killed);
        killed.destroyForcibly().waitFor();
        assertThat(processes().isAnyAlive()).isTrue();

        try (EmbeddedServer server = start()) {
            assertThat(query(server.resolve(SHOP), "select id from item")).isEqualTo("1");
        }
    }

    @Test
    void first_start_that_was_killed_half_way_is_begun_again() throws Exception {
        Process killed = AbandonedDrover.start(data, port);
        while (!Files.exists(data.resolve("postgresql.new/base")) && killed.isAlive()) {
            Thread.onSpinWait();
        }
        killed.destroyForcibly().waitFor();
        assertThat(data.resolve("postgresql")).doesNotExist();

        try (EmbeddedServer server = start()) {
            assertThat(query(server.resolve(SHOP), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void half_unpacked_programs_are_unpacked_again() throws IOException {
        Path program = data.resolve(PostgresCluster.PROGRAMS + "/PG-0/bin/postgres");
        Files.createDirectories(Objects.requireNonNull(program.getParent()));
        Files.writeString(program, "half");
        start().close();
        assertThat(program).doesNotExist();
    }

    @Test
    void pid_file_of_a_dead_server_is_no_obstacle() throws IOException {
        start().close();
        Files.writeString(
                data.resolve("postgresql/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + data + "\n");
        start().close();
    }

    @Test
    void busy_port_is_named_before_anything_is_made() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Settings settings = EmbeddedSettings.in(data, other.getLocalPort());
            assertThatThrownBy(() -> EmbeddedServer.start(settings))
                    .isInstanceOf(DroverException.class)
                    .hasMessageContainingAll(
                            "Port " + other.getLocalPort(), "drover.embedded.port", "DROVER_EMBEDDED_PORT");
        }
        assertThat(data.resolve("postgresql")).doesNotExist();
    }

    @Test
    void folder_that_cannot_be_made_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Settings settings = EmbeddedSettings.in(file.resolve("data"), port);
        assertThatThrownBy(() -> EmbeddedServer.start(settings))
                .isInstanceOf(DroverException.class)
                .hasMessageContainingAll(file.toString(), "drover.data");
    }

    @Test
    void lost_password_file_is_named_and_the_databases_are_kept() throws IOException {
        start().close();
        Files.delete(data.resolve("embedded.properties"));
        assertThatThrownBy(this::start).isInstanceOf(DroverException.class).hasMessageContaining("embedded.properties");
        assertThat(data.resolve("postgresql/PG_VERSION")).exists();
    }

    @Test
    void server_that_cannot_start_says_why_without_a_long_wait() throws IOException {
        start().close();
        Files.writeString(data.resolve("postgresql/postgresql.conf"), "no_such_setting = 1\n");
        long begin = System.nanoTime();
        assertThatThrownBy(this::start).isInstanceOf(DroverException.class).hasMessageContaining("no_such_setting");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void close_ends_open_connections_and_may_be_repeated() throws SQLException {
        EmbeddedServer server = start();
        DatabaseSettings shop = server.resolve(SHOP);
        try (Connection open = SampleDatabases.connect(shop)) {
            long begin = System.nanoTime();
            server.close();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Bar.ofSeconds(5));
            assertThat(open.isValid(1)).isFalse();
        }
    }

    private EmbeddedServer start() {
        return EmbeddedServer.start(EmbeddedSettings.in(data, port));
    }

    private PostgresProcesses processes() {
        return new PostgresProcesses(data.resolve(PostgresCluster.PROGRAMS), data.resolve("postgresql"));
    }

    private static void execute(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = SampleDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DatabaseSettings database, String sql) throws SQLException {
        try (Connection connection = SampleDatabases.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            assertThat(found.next()).isTrue();
            return String.valueOf(found.getString(1));
        }
    }
}
