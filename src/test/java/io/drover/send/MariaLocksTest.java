package io.drover.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.MariaServer;
import io.drover.config.SiteSettings;
import io.drover.db.Database;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlClass;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How runs in MariaDB wait for each other, for the shop and for a commit that is under way. */
@ExtendWith(MariaServer.Shared.class)
@Timeout(60)
class MariaLocksTest {

    private final JdbcClient shop;
    private final SiteDatabases databases;
    private final Database web;

    MariaLocksTest(MariaServer maria) {
        shop = maria.schema("locks");
        databases = SiteDatabases.open(new SiteSettings(
                "LOCKS", false, Map.of("web", maria.settings("web", "locks", ZoneId.of("UTC"))), Map.of()));
        web = databases.get("web");
        TargetState.prepare(web);
        shop.sql("create table item (id int primary key, note varchar(9)) engine = InnoDB")
                .update();
        shop.sql("insert into item values (1, 'old')").update();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private RunConnections run() {
        return new RunConnections(databases, "pronto", Set.of("web"));
    }

    private static Target target(RunConnections run) {
        try {
            return Target.of(run.get("web"), run.fetchRows(), ZoneOffset.UTC, ZoneOffset.UTC);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static void lock(RunConnections run, String table) {
        try {
            target(run).lock(table);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private void awaitWaiting(int transactions) {
        Awaitility.await()
                .until(() ->
                        shop.sql("select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'")
                                        .query(Integer.class)
                                        .single()
                                == transactions);
    }

    @Test
    void a_run_waits_for_another_of_its_table_and_for_no_other() {
        try (RunConnections first = run();
                RunConnections second = run();
                RunConnections third = run()) {
            lock(first, "item");
            lock(third, "other");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> lock(second, "item"));
            awaitWaiting(1);
            assertThat(waiting).isNotDone();
            first.close();
            waiting.join();
        }
    }

    @Test
    void a_run_that_waits_is_stopped_at_once_and_leaves_nothing() {
        try (RunConnections first = run();
                RunConnections second = run()) {
            lock(first, "item");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> lock(second, "item"));
            awaitWaiting(1);
            second.cancel();
            assertThatThrownBy(waiting::join)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            problem -> assertThat(SqlClass.of(problem)).isEqualTo(SqlClass.CANCELLED));
            second.close();
        }
        // The server renews this list every tenth of a second only.
        Awaitility.await("no transaction is left")
                .untilAsserted(() -> assertThat(shop.sql("select count(*) from information_schema.innodb_trx")
                                .query(Integer.class)
                                .single())
                        .isZero());
    }

    @Test
    void a_row_that_somebody_has_locked_is_a_matter_of_trying_again() throws SQLException {
        try (RunConnections somebody = run();
                RunConnections run = run()) {
            update(somebody, "theirs");
            run.get("web").createStatement().execute("set innodb_lock_wait_timeout = 1");

            assertThatThrownBy(() -> update(run, "ours"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            problem -> assertThat(SqlClass.of(problem)).isEqualTo(SqlClass.HEALS));
        }
    }

    private static void update(RunConnections run, String note) throws SQLException {
        run.get("web").createStatement().execute("update item set note = '" + note + "'");
    }

    @Test
    void a_table_does_not_change_its_columns_while_a_run_sends_to_it() throws SQLException {
        try (RunConnections run = run()) {
            assertThat(target(run).table("item").columns()).hasSize(2);
            assertThatThrownBy(() -> shop.sql("set statement lock_wait_timeout = 1 for alter table item add more int")
                            .update())
                    .hasMessageContaining("Lock wait timeout exceeded");
        }
    }

    @Test
    void a_commit_that_is_under_way_ends_before_its_queue_is_taken_over() throws SQLException {
        try (RunConnections committing = run()) {
            TargetState state = target(committing).state();
            state.record(run(7, 1), SendCounts.NONE);
            CompletableFuture<Void> taking = CompletableFuture.runAsync(() -> Fence.take(web, "LOCKS", "q", 2));
            awaitWaiting(1);
            assertThat(Ledger.find(web, "LOCKS", 7)).isEmpty();
            committing.commit("web");
            taking.join();
            assertThat(Ledger.find(web, "LOCKS", 7)).contains(SendCounts.NONE);
        }
        try (RunConnections late = run()) {
            assertThatThrownBy(() -> target(late).state().record(run(8, 1), SendCounts.NONE))
                    .isInstanceOf(SendException.class)
                    .hasMessageContaining("was taken over");
        }
        assertThat(Ledger.find(web, "LOCKS", 8)).isEmpty();
    }

    private static SendRun run(long number, long token) {
        return new SendRun(
                "LOCKS",
                "task",
                "q",
                Mode.ALL,
                Purpose.SEND,
                number,
                token,
                "pronto",
                "web",
                new TreeMap<>(),
                Duration.ZERO,
                Set.of(),
                false,
                Duration.ofDays(1),
                null);
    }

    @Test
    void a_session_that_a_run_leaves_in_the_pool_keeps_no_lock() throws SQLException {
        try (RunConnections run = run()) {
            lock(run, "item");
            run.commit("web");
        }
        try (RunConnections next = run()) {
            next.get("web").createStatement().execute("set innodb_lock_wait_timeout = 1");
            lock(next, "item");
        }
    }
}
