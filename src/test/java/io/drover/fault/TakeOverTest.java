package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.FreePort;
import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.drover.fault.OwnPostgres.Ending;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drover's own database and the shop on servers of their own. F71: what is said of a run whose Drover was killed, also while
 * the shop is away: never what is not known. F14: what becomes of a send while Drover's own database is away.
 */
class TakeOverTest {

    private static final Duration STOP = Bar.ofSeconds(15);

    private static final String SCRIPT = """
            - route:
                id: script
                description: Works in the shop by itself
                from:
                  uri: task:script
                  parameters: {source: none, queue: Scripts, changed: every 1 second}
                  steps:
                    - to:
                        uri: sql:select shop.wait(%d)
                        parameters: {dataSource: "#web"}
            """.formatted(FailPoint.MID_APPLY.number());

    @TempDir
    private Path folder;

    private OwnPostgres own;
    private OwnPostgres shop;
    private OrderDatabases databases;
    private Checker checker;
    private DroverProcess drover;

    @BeforeEach
    void install() throws IOException {
        own = OwnPostgres.start(folder, "own");
        own.create("control");
        shop = OwnPostgres.start(folder, "shop");
        shop.create("erp", "shop");
        databases = new OrderDatabases(shop.client("erp"), shop.client("shop"), own.client("control"));
        databases.create();
        checker = new Checker("LIVE", databases, List.of(own.client("postgres"), shop.client("postgres")));
        Files.writeString(
                folder.resolve("application.properties"),
                CrashLab.SETTINGS.formatted(own.url("control"), shop.url("erp"), shop.url("shop")));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        OrderRoute.write(routes);
        Files.writeString(routes.resolve("tick.camel.yaml"), CrashLab.TICK);
        begin();
        drover.awaitReady();
        databases.watchShop();
        databases.watchControl();
    }

    @AfterEach
    void end() throws InterruptedException {
        drover.close();
        own.close();
        shop.close();
    }

    private void begin() throws IOException {
        drover = DroverProcess.start(folder, FreePort.take());
    }

    private OwnPostgres server(FailPoint point) {
        return point.database().equals("control") ? own : shop;
    }

    private DroverApi api() {
        return drover.api();
    }

    /** A run whose Drover is killed there, and another Drover that cannot ask the shop. */
    private long killedWithoutShop(FailPoint point) throws Exception {
        databases.change();
        long run;
        try (Held held = point.hold(server(point))) {
            run = api().ask("LIVE", "orders", "all");
            held.awaitReached();
            drover.kill();
            shop.end(Ending.IMMEDIATE);
        }
        begin();
        drover.awaitReady();
        assertUndecided(run);
        return run;
    }

    private void assertUndecided(long run) {
        assertThat(api().run(run).getString("status")).isEqualTo("Running");
        assertThat(api().run(run).getString("result")).isNull();
        assertThat(api().run(run).getString("message")).contains("its result waits until its target answers: #web");
    }

    private void awaitTickSince(Instant instant) {
        Awaitility.await("a run of another queue")
                .atMost(Duration.ofSeconds(20))
                .until(() -> own.client("control")
                        .sql(
                                "select exists (select from drover.task_run where task = 'tick' and result = 'OK' and due_at > ?::timestamptz)")
                        .param(instant.toString())
                        .query(Boolean.class)
                        .single());
    }

    @Test
    void F71_a_run_that_committed_before_its_target_went_away_is_OK_once_the_target_can_be_asked() throws Exception {
        long run = killedWithoutShop(FailPoint.AFTER_COMMIT);
        long waiting = api().ask("LIVE", "orders", "changed");
        awaitTickSince(Instant.now());
        assertThat(api().run(waiting).getString("status"))
                .as("in the same queue")
                .isEqualTo("Queued");
        assertUndecided(run);
        shop.begin();
        Ended ended = api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        assertThat(ended.message()).startsWith("Committed. Node ");
        assertThat(api().ended(waiting).result()).isEqualTo("OK");
        checker.assertHistoryIsTrue("the shop is back");
        checker.assertShopIsTrue("the shop is back");
        assertThat(drover.output().lines().filter(line -> line.contains("its result waits until")))
                .as("told once")
                .hasSize(1);
    }

    @Test
    void F71_F83_a_stop_does_not_wait_for_a_run_whose_target_is_away_and_says_so() throws Exception {
        long run = killedWithoutShop(FailPoint.MID_APPLY);
        long begin = System.nanoTime();
        api().stop("LIVE", "stocktake");
        api().awaitState("LIVE", "STOPPED");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(STOP);
        JsonArray problems = api().site("LIVE").getJsonArray("problems");
        assertThat(problems.stream().map(String::valueOf))
                .anyMatch(problem -> problem.startsWith("Run %d of orders: ".formatted(run)));
        assertThat(drover.end("TERM", Duration.ofSeconds(10))).isEqualTo(143);
        begin();
        drover.awaitReady();
        assertUndecided(run);
        shop.begin();
        Ended ended = api().ended(run);
        assertThat(ended.result()).as("on a site that is stopped").isEqualTo("Interrupted");
        assertThat(ended.message()).endsWith("nothing of this run is in the target");
        api().start("LIVE");
        assertThat(api().sendAndWait("LIVE", "orders", "all").result()).isEqualTo("OK");
        checker.assertHistoryIsTrue("started again");
        checker.assertShopIsTrue("started again");
    }

    @Test
    void F14_a_send_whose_own_database_dies_commits_and_its_result_is_written_down_once_when_that_is_back()
            throws Exception {
        databases.change();
        long run;
        try (Held held = FailPoint.BEFORE_LEDGER.hold(shop)) {
            run = api().ask("LIVE", "orders", "all");
            held.awaitReached();
            own.end(Ending.IMMEDIATE);
        }
        Awaitility.await("the commit")
                .atMost(Duration.ofSeconds(20))
                .until(() -> shop.client("shop")
                        .sql("select exists (select from drover.ledger where run = ?)")
                        .param(run)
                        .query(Boolean.class)
                        .single());
        Awaitility.await("a result that cannot be written down")
                .atMost(Duration.ofSeconds(30))
                .until(() -> drover.output().contains("run=%d: its result OK cannot be written down".formatted(run)));
        own.begin();
        Ended ended = api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        assertThat(ended.written()).isPositive();
        assertThat(api().log(run)).filteredOn(line -> line.startsWith("OK: ")).hasSize(1);
        checker.assertHistoryIsTrue("the control database is back");
        assertThat(api().sendAndWait("LIVE", "orders", "changed").result()).isEqualTo("OK");
        checker.assertShopIsTrue("the control database is back");
    }

    @Test
    void F71_a_script_whose_Drover_was_killed_is_not_said_to_be_undone() throws Exception {
        Files.writeString(folder.resolve("routes/script.camel.yaml"), SCRIPT);
        long run;
        try (Held held = FailPoint.MID_APPLY.hold(shop)) {
            held.awaitReached();
            run = own.client("control")
                    .sql("select run from drover.task_run where task = 'script' and status = 'RUNNING'")
                    .query(Long.class)
                    .single();
            drover.kill();
        }
        begin();
        drover.awaitReady();
        Ended ended = api().ended(run);
        assertThat(ended.result()).isEqualTo("Interrupted");
        assertThat(ended.message()).endsWith("ended without notice; whether its work is done is not known");
    }
}
