package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.Keep;
import io.drover.fault.FailPoint.Held;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * F1 to F8: SIGKILL at named places of a run, at random moments and again during the recovery. Afterwards nothing is
 * lost, doubled or torn, nothing is left behind, and the history says of each run what the ledger says. F23, which needs a
 * process of its own as well, is here too.
 *
 * <p>{@code -Ddrover.crash.kills=200} makes it 200 kills instead of 20, {@code -Ddrover.crash.seed} repeats a failure.
 */
class CrashTest {

    private static final int KILLS = Integer.getInteger("drover.crash.kills", 20);
    private static final long SEED = Long.getLong("drover.crash.seed", System.nanoTime());

    /** How often each fail-point has its turn; the rest of the kills are at random moments. */
    private static final int NAMED_ROUNDS = Math.max(1, KILLS / 20);

    private static final int LONGEST_MILLIS = 500;

    private static final int OLD_RUNS = Keep.USUAL.runsPerTask() + 1500;

    /** Number of the advisory lock at which the deletion of old runs waits. */
    private static final int DELETION = 99;

    private static CrashLab lab;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        lab = CrashLab.open(folder);
    }

    @BeforeEach
    void begin_with_a_Drover_that_is_ready() throws IOException {
        lab.restore();
    }

    @AfterAll
    static void close() throws InterruptedException {
        System.out.printf(
                "%d kills, seed %d; nothing was held longer than %d ms after a kill%n",
                lab.kills(), SEED, lab.longestGrip().toMillis());
        lab.close();
    }

    static Stream<Arguments> named() {
        return Stream.iterate(0, round -> round + 1)
                .limit(NAMED_ROUNDS)
                .flatMap(round -> Stream.of(FailPoint.values())
                        .map(point -> Arguments.of(point, round % 2 == 0 ? "all" : "changed", round)));
    }

    static Stream<Arguments> random() {
        // Two kills have tests of their own, and every fourth round kills twice.
        int kills = Math.max(1, (KILLS - NAMED_ROUNDS * FailPoint.values().length - 2) * 4 / 5);
        return Stream.iterate(0, round -> round + 1).limit(kills).map(round -> Arguments.of(round, SEED + round));
    }

    @ParameterizedTest(name = "F1-F6 {0}, Send {1}, round {2}")
    @MethodSource("named")
    void F1_F2_F3_F4_F6_a_kill_at_a_named_place_leaves_the_shop_as_before_or_as_after(
            FailPoint point, String mode, int round) throws Exception {
        String when = "killed at " + point;
        lab.databases().change();
        long run;
        try (Held held = lab.hold(point)) {
            run = lab.ask(mode);
            held.awaitReached();
            lab.kill();
            // Only a session that waits in the server itself shows how long a dead process can hold a lock. In every
            // second round the place is passed at once instead, so that a commit under way may come to its end.
            if (round % 2 == 0) {
                lab.awaitNothingLeft(when);
            }
        }
        lab.awaitNothingLeft(when);
        assertThat(lab.checker().torn()).as(when).isEmpty();
        lab.start();
        lab.checker().assertHistoryIsTrue(when);
        String result = lab.api().run(run).getString("result");
        if (point == FailPoint.AFTER_COMMIT) {
            assertThat(result).as(when).isEqualTo("OK");
        } else if (point != FailPoint.DURING_COMMIT || round % 2 == 0) {
            assertThat(result).as(when).isEqualTo("Interrupted");
        }
        catchUp(when);
    }

    @ParameterizedTest(name = "F1-F8 at random, round {0}, seed {1}")
    @MethodSource("random")
    void F8_a_kill_at_a_random_moment_loses_doubles_and_tears_nothing(int round, long seed) throws Exception {
        String when = "round %d, seed %d".formatted(round, seed);
        Random random = new Random(seed);
        OrderTraffic traffic = OrderTraffic.start(lab.postgres(), lab.postgres(), 2, seed);
        try (traffic) {
            Thread sender = new Thread(() -> sendUntilKilled(new Random(seed)), "sender");
            sender.start();
            OrderTraffic.pause(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
            lab.kill();
            sender.join();
            if (round % 4 == 3) {
                lab.begin();
                OrderTraffic.pause(Duration.ofMillis(random.nextInt(2000)));
                lab.kill();
            }
            lab.awaitNothingLeft(when);
        }
        assertThat(traffic.torn()).as(when).isEmpty();
        lab.start();
        lab.checker().assertHistoryIsTrue(when);
        catchUp(when);
    }

    /** Nothing but Drover's end ends this. */
    private static void sendUntilKilled(Random random) {
        try {
            while (true) {
                lab.send(random.nextInt(4) == 0 ? "all" : "changed");
            }
        } catch (UncheckedIOException e) {
            // It was killed.
        }
    }

    @Test
    void F5_a_commit_that_is_under_way_in_the_server_decides_what_became_of_the_run() throws Exception {
        lab.databases().change();
        lab.postgres().holdCommits();
        long run = lab.ask("all");
        lab.postgres().awaitHeldCommit("shop");
        lab.kill();
        lab.begin();
        // It has to wait for the answer: one that has its result before there is one has guessed.
        Awaitility.await("a Drover that asks what became of the run")
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        lab.postgres().isWaitedForByDrover("shop") || lab.api().isReady());
        lab.postgres().releaseCommits();
        lab.awaitReady();
        assertThat(lab.api().run(run).getString("result")).isEqualTo("OK");
        lab.checker().assertHistoryIsTrue("killed with a commit under way");
        catchUp("killed with a commit under way");
    }

    @Test
    void F7_a_kill_during_a_stop_keeps_the_site_stopped_and_its_reason() throws Exception {
        lab.databases().change();
        try (Held held = lab.hold(FailPoint.MID_APPLY)) {
            lab.ask("all");
            held.awaitReached();
            lab.api().stop("LIVE", "stocktake");
            lab.kill();
        }
        lab.awaitNothingLeft("killed during a stop");
        lab.start();
        assertThat(lab.api().site("LIVE").getString("state")).isEqualTo("STOPPED");
        assertThat(lab.api().site("LIVE").getString("reason")).isEqualTo("stocktake");
        lab.checker().assertHistoryIsTrue("killed during a stop");
        lab.api().start("LIVE");
        catchUp("killed during a stop");
    }

    @Test
    void F23_a_source_whose_name_is_lost_and_found_at_another_address_costs_no_run() throws Exception {
        lab.databases().change();
        lab.moveErp();
        // The pool may be making one that found the name just before it was lost.
        Awaitility.await("no connection to the ERP is left")
                .until(() -> lab.databases()
                                .erp()
                                .sql(
                                        "select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where datname = 'erp' and application_name like 'drover%'")
                                .query(Integer.class)
                                .single()
                        == 0);
        long run = lab.ask("all");
        // The first retry may be due to a connection of the pool that was ended above.
        Awaitility.await("a run that does not find the ERP")
                .atMost(Duration.ofSeconds(30))
                .until(() -> lab.api().log(run).stream()
                        .anyMatch(line -> line.startsWith("Retry ") && line.contains("erp.test")));
        lab.moveErp(CrashLab.OTHER_ADDRESS);
        assertThat(lab.api().ended(run).result()).isEqualTo("OK");
        lab.checker().assertShopIsTrue("another address");
    }

    @Test
    void F7_a_kill_during_a_reload_leaves_the_files_that_are_there_in_use() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < Math.max(2, KILLS / 4); round++) {
            String when = "killed during a reload, round %d, seed %d".formatted(round, SEED);
            lab.databases().change();
            AtomicBoolean over = new AtomicBoolean();
            Thread editor = lab.editUntil(over::get);
            Thread sender = new Thread(() -> sendUntilKilled(new Random(SEED)), "sender");
            sender.start();
            OrderTraffic.pause(Duration.ofMillis(random.nextInt(2 * LONGEST_MILLIS)));
            lab.kill();
            sender.join();
            over.set(true);
            editor.join();
            lab.awaitNothingLeft(when);
            lab.start();
            assertThat(lab.api().site("LIVE").getString("state")).as(when).isEqualTo("RUNNING");
            assertThat(lab.api().routes("LIVE"))
                    .as(when)
                    .allSatisfy(file -> assertThat(file.getString("state"))
                            .as(file.getString("file"))
                            .isEqualTo(file.getString("task").equals("half-saved") ? "broken" : "loaded"));
            lab.checker().assertHistoryIsTrue(when);
            catchUp(when);
        }
    }

    @Test
    void F7_a_kill_while_old_runs_are_deleted_leaves_none_of_them_half_deleted() throws Exception {
        String when = "killed while old runs were deleted";
        JdbcClient control = lab.databases().control();
        lab.kill();
        // More than are kept of one task.
        control.sql("""
                with old as (
                  insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, requested_at, status,
                                               started_at, ended_at, result)
                  select 'LIVE', 'old', 'old', 'Old', 'ALL', 'schedule', 'test', now(), 'ENDED', now(), now(), 'OK'
                    from generate_series(1, %d) returning run)
                insert into drover.run_log (run, line, text) select run, line, 'told' from old, generate_series(1, 2) line
                """.formatted(OLD_RUNS)).update();
        control.sql("""
                do $body$ begin
                  execute format('create trigger wait_in_deletion after delete on drover.task_run for each row'
                                 ' when (old.run = %%s) execute function fault.wait(%1$d)',
                                 (select min(run) + 750 from drover.task_run where task = 'old'));
                end $body$
                """.formatted(DELETION)).update();
        try {
            try (Held held =
                    Held.by(lab.postgres(), "control", "select pg_advisory_xact_lock(%d)".formatted(DELETION))) {
                lab.start();
                // It begins a minute after the start.
                held.awaitReached(null, Duration.ofSeconds(90));
                lab.kill();
                // While it waits: once let through, its session would delete the batch without it.
                lab.awaitNothingLeft(when);
            }
            long left = control.sql("select count(*) from drover.task_run where task = 'old'")
                    .query(Long.class)
                    .single();
            assertThat(left).as(when).isLessThanOrEqualTo(OLD_RUNS).isGreaterThan(Keep.USUAL.runsPerTask());
            assertThat((OLD_RUNS - left) % 500).as(when + ": of a batch").isZero();
            assertThat(control.sql("""
                            select run from drover.task_run left join drover.run_log using (run)
                             where task = 'old' group by run having count(line) <> 2
                            """).query(Long.class).list())
                    .as(when + ": half deleted")
                    .isEmpty();
            assertThat(control.sql("""
                            select run from drover.run_log where run not in (select run from drover.task_run)
                            """).query(Long.class).list())
                    .as(when + ": lines of no run")
                    .isEmpty();
        } finally {
            control.sql("drop trigger wait_in_deletion on drover.task_run").update();
            control.sql("delete from drover.task_run where task = 'old'").update();
        }
        lab.start();
        lab.checker().assertHistoryIsTrue(when);
        catchUp(when);
    }

    /** The next send, without anybody's help, makes all good. */
    private static void catchUp(String when) {
        DroverApi.Ended next = lab.send("changed");
        assertThat(next.result()).as(when + ": " + next.message()).isEqualTo("OK");
        lab.checker().assertShopIsTrue(when);
        lab.checker().assertNothingHeld(when);
        assertThat(lab.send("changed").written()).as(when + ": a second send").isZero();
    }
}
