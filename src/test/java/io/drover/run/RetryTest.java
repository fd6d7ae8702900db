package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.Installation;
import io.drover.db.Database;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What heals is executed again, what does not is not (F17, F18, F26, F28). Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class RetryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The function fails as often as it is told; a sequence is not rolled back, so it counts the attempts. */
    private static final Map<String, String> QUERIES = Map.of(
            "retry-waits", "select 'W' as code, pg_sleep(public.retry_pause())::text as name",
            "retry-heals", "select 'H' as code, public.retry_fail('40001') as name",
            "retry-never", "select 'N' as code, public.retry_fail('42P01') as name",
            "retry-row", "select 'R' as code, public.retry_fail('22012') as name",
            "retry-plain", "select 'P' as code, 'plain' as name");

    /** Learns twice that it must go another way. */
    private static final String LEARNER = """
            import io.drover.send.TryAgainException;
            import java.util.List;
            import java.util.Map;
            import java.util.concurrent.atomic.AtomicInteger;
            import org.apache.camel.builder.RouteBuilder;

            public class RetryLearns extends RouteBuilder {

                private final AtomicInteger attempts = new AtomicInteger();

                @Override
                public void configure() {
                    from("task:retry-learns?queue=Retry")
                            .routeId("retry-learns")
                            .routeDescription("Learns")
                            .process(exchange -> {
                                if (attempts.incrementAndGet() <= 2) {
                                    throw new TryAgainException("not in the order of the key");
                                }
                                exchange.getMessage().setBody(List.of(Map.of("code", "L", "name", "learned")));
                            })
                            .to("send:public.retried?key=code");
                }
            }
            """;

    /** Sends nothing, so its runs have no ledger. */
    private static final String SCRIPT = """
            - route:
                id: retry-script
                description: Writes into the shop by itself
                from:
                  uri: task:retry-script
                  parameters: {queue: Retry, source: none}
                  steps:
                    - to:
                        uri: sql:insert into public.retried values ('S', 'script')
                        parameters: {dataSource: "#web"}
            """;

    private final Installation drover;

    RetryTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeAll
    static void add_tasks(Installation drover) throws Exception {
        Path folder = Files.createDirectories(drover.routes().resolve("STAGE"));
        for (Map.Entry<String, String> each : QUERIES.entrySet()) {
            Files.writeString(
                    folder.resolve(each.getKey() + ".camel.yaml"), """
                    - route:
                        id: %1$s
                        description: Fails for a while
                        from:
                          uri: task:%1$s
                          parameters: {queue: Retry}
                          steps:
                            - to:
                                uri: sql:%2$s
                                parameters: {dataSource: "#web", outputType: StreamList}
                            - to:
                                uri: send:public.retried
                                parameters: {key: code}
                    """.formatted(each.getKey(), each.getValue()));
        }
        Files.writeString(folder.resolve("RetryLearns.java"), LEARNER);
        Files.writeString(folder.resolve("retry-script.camel.yaml"), SCRIPT);
        drover.webStage().sql("""
                create table public.retried (code text primary key, name text);
                create sequence public.retry_attempt;
                create table public.retry_plan (failures int, pause float);
                insert into public.retry_plan values (0, 0);
                create function public.retry_pause() returns float language sql as
                  'select pause from public.retry_plan where nextval(''public.retry_attempt'') <= failures
                   union all select 0 limit 1';
                create function public.retry_fail(state text) returns text language plpgsql as $$
                  declare attempt int := nextval('public.retry_attempt');
                  begin
                    if attempt <= (select failures from public.retry_plan) then
                      raise exception 'attempt % failed', attempt using errcode = state;
                    end if;
                    return 'attempt ' || attempt;
                  end $$;
                create function public.retry_die() returns trigger language plpgsql as $$
                  begin
                    if nextval('public.retry_attempt') <= (select failures from public.retry_plan) then
                      perform pg_terminate_backend(pg_backend_pid());
                    end if;
                    return null;
                  end $$;
                """).update();
        drover.restart(drover.stage());
    }

    @AfterAll
    static void remove_tasks(Installation drover) throws Exception {
        for (String name : QUERIES.keySet()) {
            Files.delete(drover.routes().resolve("STAGE").resolve(name + ".camel.yaml"));
        }
        Files.delete(drover.routes().resolve("STAGE").resolve("RetryLearns.java"));
        Files.delete(drover.routes().resolve("STAGE").resolve("retry-script.camel.yaml"));
        drover.restart(drover.stage());
        drover.webStage().sql("""
                drop table public.retried, public.retry_plan;
                drop sequence public.retry_attempt;
                drop function public.retry_pause, public.retry_fail, public.retry_die;
                """).update();
    }

    @BeforeEach
    void begin() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
        drover.webStage()
                .sql("truncate public.retried; alter sequence public.retry_attempt restart")
                .update();
        plan(0, 0);
    }

    private void plan(int failures, double pause) {
        drover.webStage()
                .sql("update public.retry_plan set failures = ?, pause = ?")
                .params(failures, pause)
                .update();
    }

    @Test
    void what_heals_is_executed_again_and_told() {
        plan(2, 0);

        Run run = drover.send(drover.stage(), "retry-heals", Mode.ALL);

        assertThat(run.result()).isEqualTo(Result.OK);
        assertThat(run.retries()).isEqualTo(2);
        assertThat(run.message()).isEqualTo("1 inserted, 0 updated, 0 removed; after 2 retries");
        assertThat(log(run.run()))
                .anyMatch(line -> line.startsWith("Retry 1 of 5 in 1 s: ") && line.contains("attempt 1 failed"))
                .anyMatch(line -> line.startsWith("Retry 2 of 5 in 2 s: ") && line.contains("SQLSTATE 40001"));
        assertThat(rows()).containsExactly("H attempt 3");
    }

    @Test
    void what_does_not_heal_fails_at_once() {
        plan(100, 0);

        Run config = drover.send(drover.stage(), "retry-never", Mode.ALL);
        Run row = drover.send(drover.stage(), "retry-row", Mode.ALL);

        assertThat(List.of(config, row)).allMatch(run -> run.result() == Result.FAILED && run.retries() == 0);
        assertThat(config.message()).contains("attempt 1 failed", "SQLSTATE 42P01");
        assertThat(row.message()).contains("attempt 2 failed", "SQLSTATE 22012");
    }

    @Test
    void F17_a_terminated_session_is_replaced() {
        plan(1, 60);
        long run = ask("retry-waits");
        int process = sleeping();

        drover.webStage()
                .sql("select pg_terminate_backend(?)")
                .param(process)
                .query(Boolean.class)
                .single();

        Run ended = drover.ended(run);
        assertThat(ended.result()).isEqualTo(Result.OK);
        assertThat(ended.retries()).isEqualTo(1);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void F17_sessions_that_died_in_the_pool_cost_at_most_one_retry() {
        drover.send(drover.stage(), "retry-plain", Mode.ALL);
        drover.webStage()
                .sql(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'drover STAGE%'")
                .query(Long.class)
                .single();

        Run run = drover.send(drover.stage(), "retry-plain", Mode.ALL);

        assertThat(run.result()).isEqualTo(Result.OK);
        assertThat(run.retries()).isLessThanOrEqualTo(1);
    }

    @Test
    void F18_a_statement_that_somebody_cancelled_is_not_a_stop_and_not_tried_again() {
        plan(1, 60);
        long run = ask("retry-waits");
        int process = sleeping();

        drover.webStage()
                .sql("select pg_cancel_backend(?)")
                .param(process)
                .query(Boolean.class)
                .single();

        Run ended = drover.ended(run);
        assertThat(ended.result()).isEqualTo(Result.FAILED);
        assertThat(ended.message()).startsWith("Cancelled by the database, not by Drover: ");
        assertThat(ended.retries()).isZero();
    }

    @Test
    void F26_a_locked_table_is_tried_again_until_it_is_free() throws SQLException {
        long run;
        try (Database other =
                        Database.open(drover.server().settings().sites().get(1).database("web"), "shop");
                Connection shop = other.connect();
                Statement statement = shop.createStatement()) {
            shop.setAutoCommit(false);
            statement.execute("lock table public.retried in access exclusive mode");
            run = ask("retry-plain");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> log(run).stream()
                            .anyMatch(line -> line.startsWith("Retry 1 of 5") && line.contains("55P03")));
            shop.rollback();
        }

        Run ended = drover.ended(run);
        assertThat(ended.result()).isEqualTo(Result.OK);
        assertThat(ended.retries()).isEqualTo(1);
    }

    @Test
    void a_stop_ends_the_pause_before_a_retry_at_once() throws InterruptedException {
        plan(100, 0);
        long run = ask("retry-heals");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> log(run).stream().anyMatch(line -> line.startsWith("Retry 3 of 5 in 4 s")));
        RunningRun running = drover.stage().executor().running(run).orElseThrow();
        assertThat(running.progress().moment().step()).isEqualTo("Retry 3 of 5 in 4 s");
        Awaitility.await("written down, for whoever asks")
                .until(() -> drover.server().runs().find(run).orElseThrow().retries() == 3);

        assertThat(running.stop(new StopRequest("tester", "seen enough"), Duration.ofSeconds(2)))
                .isTrue();

        assertThat(drover.ended(run).result()).isEqualTo(Result.STOPPED);
        assertThat(drover.ended(run).message()).isEqualTo("Stopped by tester: seen enough");
    }

    @Test
    void F16_a_commit_that_died_with_its_session_is_tried_again_after_the_ledger_was_asked() {
        drover.webStage().sql("""
                create constraint trigger die after insert on drover.ledger
                  deferrable initially deferred for each row execute function public.retry_die()
                """).update();
        plan(1, 0);

        Run run = drover.send(drover.stage(), "retry-plain", Mode.ALL);

        drover.webStage().sql("drop trigger die on drover.ledger").update();
        assertThat(run.result()).isEqualTo(Result.OK);
        assertThat(run.retries()).isEqualTo(1);
        assertThat(log(run.run())).anyMatch(line -> line.contains("did not confirm the commit"));
        assertThat(rows()).containsExactly("P plain");
    }

    @Test
    void F16_a_script_whose_commit_died_with_its_session_is_not_tried_again_and_not_said_to_be_undone() {
        drover.webStage().sql("""
                create constraint trigger die after insert on public.retried
                  deferrable initially deferred for each row execute function public.retry_die()
                """).update();
        plan(1, 0);

        Run run = drover.ended(drover.askAsSchedule(drover.stage(), "retry-script"));

        drover.webStage().sql("drop trigger die on public.retried").update();
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.retries()).isZero();
        assertThat(run.message())
                .contains("did not confirm the commit")
                .endsWith("; whether its work is done is not known");
    }

    @Test
    void F16_a_script_whose_commit_was_refused_is_known_to_be_undone() {
        drover.webStage().sql("""
                create function public.retry_refuse() returns trigger language plpgsql as $$
                  begin raise 'not today' using errcode = '40001'; end $$;
                create constraint trigger refuse after insert on public.retried
                  deferrable initially deferred for each row execute function public.retry_refuse()
                """).update();

        Run run = drover.ended(drover.askAsSchedule(drover.stage(), "retry-script"));

        drover.webStage().sql("drop function public.retry_refuse cascade").update();
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message()).contains("not today").doesNotContain("not known");
    }

    @Test
    void a_run_that_learned_something_goes_again_at_once_and_counts_no_retry() {
        Run run = drover.send(drover.stage(), "retry-learns", Mode.ALL);

        assertThat(run.message()).isEqualTo("1 inserted, 0 updated, 0 removed");
        assertThat(run.retries()).isZero();
        assertThat(log(run.run()))
                .filteredOn("Once more from the beginning: not in the order of the key"::equals)
                .hasSize(2);
        assertThat(run.runTime(run.requestedAt())).isLessThan(Bar.ofSeconds(1));
    }

    private long ask(String task) {
        return drover.stage().send(task, Mode.ALL, "test").commenced().run();
    }

    private int sleeping() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> drover.webStage().sql("""
                                        select coalesce(max(pid), 0) from pg_stat_activity
                                         where application_name like 'drover STAGE%' and wait_event = 'PgSleep'
                                        """).query(Integer.class).single(), process -> process != 0);
    }

    private List<String> log(long run) {
        return drover.server().runs().log(run, 0, 1000).stream()
                .map(LogLine::text)
                .toList();
    }

    private List<String> rows() {
        return drover.webStage()
                .sql("select code || ' ' || name from public.retried")
                .query(String.class)
                .list();
    }
}
