package io.drover.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The last resort of a stop, and that it never reaches the connection of another run. */
@ExtendWith(Installation.Shared.class)
class RunConnectionsTest {

    private final Installation drover;
    private final SiteDatabases databases;

    RunConnectionsTest(Installation drover) {
        this.drover = drover;
        this.databases = SiteDatabases.open(drover.server().settings().sites().get(0));
    }

    @AfterEach
    void close_databases() {
        databases.close();
    }

    @Test
    void abort_ends_the_statement_and_the_session() throws SQLException {
        RunConnections run = new RunConnections(databases, "pronto", Set.of("web"));
        Connection connection = run.get("web");
        int process = process(connection);
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> sleep(connection));
        Awaitility.await().until(() -> isActive(process));
        run.abort();
        assertThatThrownBy(work::join).hasRootCauseInstanceOf(Exception.class);
        Awaitility.await().until(() -> !isThere(process));
        assertThatThrownBy(() -> run.get("web")).isInstanceOf(RunCancelledException.class);
        run.close();
    }

    @Test
    void F80_a_run_whose_connections_were_cut_cannot_say_that_it_committed() throws SQLException {
        try (RunConnections run = new RunConnections(databases, "pronto", Set.of("web"))) {
            process(run.get("web"));
            run.abort();
            assertThatThrownBy(() -> run.commit("web")).isInstanceOf(RunCancelledException.class);
        }
    }

    @Test
    void F80_a_stop_ends_the_wait_for_a_connection_and_leaves_the_thread_as_it_was() throws SQLException {
        List<Connection> all = new ArrayList<>();
        try (RunConnections run = new RunConnections(databases, "pronto", Set.of("web"))) {
            Database web = databases.get("web");
            while (all.size() < web.load().most()) {
                all.add(web.connect());
            }
            CompletableFuture<Boolean> isInterrupted = CompletableFuture.supplyAsync(() -> {
                assertThatThrownBy(() -> run.get("web")).isInstanceOf(RunCancelledException.class);
                return Thread.currentThread().isInterrupted();
            });
            Awaitility.await().until(() -> web.load().waiting() == 1);
            run.cancel();
            assertThat(isInterrupted).succeedsWithin(Duration.ofSeconds(2)).isEqualTo(false);
        } finally {
            for (Connection each : all) {
                each.close();
            }
        }
    }

    @Test
    void a_stop_that_comes_after_the_end_leaves_the_pooled_session_alone() throws SQLException {
        RunConnections ended = new RunConnections(databases, "pronto", Set.of("web"));
        int process = process(ended.get("web"));
        ended.close();
        try (RunConnections next = new RunConnections(databases, "pronto", Set.of("web"))) {
            assertThat(process(next.get("web")))
                    .as("the pool gives the session to the next run")
                    .isEqualTo(process);
            ended.cancel();
            ended.abort();
            assertThat(process(next.get("web"))).isEqualTo(process);
        }
    }

    @Test
    void a_run_waits_for_locks_of_the_shop_only_for_a_while_and_leaves_no_limit_behind() throws SQLException {
        int process;
        try (RunConnections run = new RunConnections(databases, "pronto", Set.of("web"))) {
            process = process(run.get("web"));
            assertThat(setting(run.get("web"), "lock_timeout")).isEqualTo("10s");
            assertThat(setting(run.get("web"), "idle_in_transaction_session_timeout"))
                    .isEqualTo("30min");
            assertThat(setting(run.get("pronto"), "lock_timeout")).isEqualTo("0");
        }
        try (Connection next = databases.get("web").connect()) {
            assertThat(process(next)).isEqualTo(process);
            assertThat(setting(next, "lock_timeout")).isEqualTo("0");
            assertThat(setting(next, "idle_in_transaction_session_timeout")).isEqualTo("0");
        }
    }

    @Test
    void F19_the_server_notices_within_15_s_that_drover_is_gone_without_a_word() throws SQLException {
        try (Connection connection = databases.get("web").connect()) {
            int idle = Integer.parseInt(setting(connection, "tcp_keepalives_idle"));
            int interval = Integer.parseInt(setting(connection, "tcp_keepalives_interval"));
            int probes = Integer.parseInt(setting(connection, "tcp_keepalives_count"));
            assertThat(idle).isPositive();
            assertThat(idle + interval * probes).isLessThan(15);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show " + name)) {
            result.next();
            return result.getString(1);
        }
    }

    private boolean isActive(int process) {
        return drover.web()
                .sql("select exists (select from pg_stat_activity where pid = ? and state = 'active')")
                .param(process)
                .query(Boolean.class)
                .single();
    }

    private boolean isThere(int process) {
        return drover.web()
                .sql("select exists (select from pg_stat_activity where pid = ?)")
                .param(process)
                .query(Boolean.class)
                .single();
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void sleep(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(60)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
