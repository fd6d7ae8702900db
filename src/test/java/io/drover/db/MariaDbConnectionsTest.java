package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Bar;
import io.drover.MariaServer;
import io.drover.config.DatabaseSettings;
import io.drover.config.SiteSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A run's connection to a source of another vendor: one snapshot, read-only, streamed, and ended when it is stopped. */
@ExtendWith(MariaServer.Shared.class)
class MariaDbConnectionsTest {

    /** Some 5 GB, of which no machine may keep more than a few rows. */
    private static final String HUGE = "select repeat('x', 1000), seq from seq_1_to_5000000";

    private final MariaServer maria;
    private final JdbcClient erp;
    private final SiteDatabases databases;

    MariaDbConnectionsTest(MariaServer maria) {
        this.maria = maria;
        this.erp = maria.schema("connections");
        this.databases = SiteDatabases.open(new SiteSettings(
                "LIVE", false, Map.of("pronto", maria.settings("pronto", "connections", ZoneId.of("UTC"))), Map.of()));
        erp.sql("create table stock (code varchar(9) primary key)").update();
        erp.sql("insert into stock values ('A')").update();
    }

    @AfterEach
    void close_databases() {
        databases.close();
    }

    @Test
    void all_queries_of_a_run_see_one_snapshot_and_cannot_write() throws SQLException {
        try (RunConnections run = reading()) {
            Connection connection = run.get("pronto");
            assertThat(count(connection)).isEqualTo(1);
            erp.sql("insert into stock values ('B')").update();
            assertThat(count(connection)).isEqualTo(1);
            assertThatThrownBy(() -> execute(connection, "insert into stock values ('C')"))
                    .hasMessageContaining("READ ONLY");
        }
        try (RunConnections next = reading()) {
            assertThat(count(next.get("pronto"))).isEqualTo(2);
        }
    }

    @Test
    @Timeout(60)
    void rows_are_streamed_and_the_rest_of_them_is_not_waited_for() throws SQLException {
        long before = used();
        try (RunConnections run = reading()) {
            run.bind();
            try (Connection lent = new SiteDataSource(databases.get("pronto")).getConnection();
                    PreparedStatement statement = lent.prepareStatement(HUGE);
                    ResultSet result = statement.executeQuery()) {
                for (int i = 0; i < 200_000; i++) {
                    assertThat(result.next()).isTrue();
                }
                assertThat(used() - before).isLessThan(150_000_000);
                RunConnections.endReading();
            } finally {
                run.unbind();
            }
            assertThat(count(run.get("pronto"))).isEqualTo(1);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    @Timeout(50)
    void a_stop_ends_a_running_statement_at_once() throws SQLException {
        RunConnections run = reading();
        Connection connection = run.get("pronto");
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> execute(connection, "select sleep(60)"));
        Awaitility.await().until(() -> sleeping() == 1);
        long begin = System.nanoTime();
        run.cancel();
        work.exceptionally(e -> null).join();
        Awaitility.await().until(() -> sleeping() == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Bar.ofSeconds(1));
        assertThatThrownBy(() -> run.get("pronto")).isInstanceOf(RunCancelledException.class);
        run.close();
    }

    @Test
    @Timeout(50)
    void abort_ends_the_session() throws SQLException {
        RunConnections run = reading();
        Connection connection = run.get("pronto");
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> execute(connection, "select sleep(60)"));
        Awaitility.await().until(() -> sleeping() == 1);
        run.abort();
        assertThatThrownBy(work::join).isNotNull();
        Awaitility.await().until(() -> sleeping() == 0);
        run.close();
    }

    @Test
    void a_cancel_leaves_the_session_to_the_next_run() throws SQLException {
        try (RunConnections run = reading()) {
            assertThat(count(run.get("pronto"))).isEqualTo(1);
            run.cancel();
        }
        try (RunConnections next = reading()) {
            assertThat(count(next.get("pronto"))).isEqualTo(1);
        }
    }

    @Test
    void the_session_keeps_the_zone_of_the_settings() {
        assertThat(sessionZone("UTC")).isEqualTo("+00:00");
        assertThat(sessionZone("+05:30")).isEqualTo("+05:30");
        assertThat(sessionZone("Europe/Berlin"))
                .as("unknown to this server, which has no tables of zones")
                .isEqualTo("SYSTEM");
        erp.sql("insert into mysql.time_zone (time_zone_id) values (7)").update();
        erp.sql("insert into mysql.time_zone_name values ('Asia/Tokyo', 7)").update();
        erp.sql("insert into mysql.time_zone_transition_type values (7, 0, 32400, 0, 'JST')")
                .update();
        assertThat(sessionZone("Asia/Tokyo")).isEqualTo("Asia/Tokyo");
    }

    private String sessionZone(String zone) {
        DatabaseSettings settings = maria.settings("zoned", "connections", ZoneId.of(zone));
        try (Database database = Database.open(settings, "test")) {
            return JdbcClient.create(database.dataSource())
                    .sql("select @@time_zone")
                    .query(String.class)
                    .single();
        }
    }

    @Test
    @Timeout(60)
    void a_server_that_does_not_answer_is_given_up() throws IOException, SQLException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DatabaseSettings settings = new DatabaseSettings(
                    "pronto",
                    "jdbc:mariadb://127.0.0.1:" + silent.getLocalPort() + "/x",
                    "u",
                    null,
                    1,
                    ZoneId.of("UTC"));
            try (Database database = Database.open(settings, "test")) {
                assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
            }
        }
    }

    private RunConnections reading() {
        return new RunConnections(databases, "pronto", Set.of());
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from stock")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int sleeping() {
        return erp.sql("select count(*) from information_schema.processlist where info = 'select sleep(60)'")
                .query(Integer.class)
                .single();
    }
}
