package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * F80, F81, F83: Stop Site and Stop Running Task in the middle of a send, at its commit, and while its databases cannot be
 * reached. Once a stop is told to be done, nothing is committed and nothing goes on in any server.
 *
 * <p>{@code -Ddrover.stops=100} makes it 100 stops of each kind instead of 10 and prints how long they took;
 * {@code -Ddrover.fault.seed} repeats a failure.
 */
@ExtendWith(FaultLab.Shared.class)
class StopTest {

    private static final int STOPS = Integer.getInteger("drover.stops", 10);
    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());
    private static final Duration UNREACHABLE = Bar.ofSeconds(15);

    /** What the site's sessions do, but for the test of its connection after a stop. */
    private static final String AT_WORK = """
            select datname || ' ' || state || ': ' || left(query, 60) from pg_stat_activity
             where application_name like 'drover LIVE %' and state <> 'idle'
               and query <> '' and query not like 'select set_config%'
            """;

    private final FaultLab lab;
    private final DroverApi api;

    StopTest(FaultLab lab) {
        this.lab = lab;
        this.api = lab.api();
    }

    /** What everybody would notice of a commit in the shop. */
    private record Shop(long changes, long runs) {}

    @BeforeEach
    @AfterEach
    void start() {
        lab.toErp().resume();
        lab.toShop().resume();
        if (!api.runningTasks().isEmpty()) {
            api.stop("LIVE", "what a failed test left");
            api.awaitState("LIVE", "STOPPED");
        }
        if (!api.site("LIVE").getString("state").equals("RUNNING")) {
            api.start("LIVE");
        }
    }

    private Shop shop() {
        JdbcClient shop = lab.live().databases().shop();
        return new Shop(
                shop.sql("select count(*) from shop.audit").query(Long.class).single(),
                shop.sql("select count(*) from drover.ledger where site = 'LIVE'")
                        .query(Long.class)
                        .single());
    }

    private List<String> atWork() {
        return Stream.of(lab.steady(), lab.shaken())
                .flatMap(server -> server.client("postgres").sql(AT_WORK).query(String.class).list().stream())
                .toList();
    }

    /** Stops the site; when this returns, it was told to be stopped and all that this promises was seen to hold. */
    private Duration stop(long run, String when) {
        long begin = System.nanoTime();
        api.stop("LIVE", when);
        api.awaitState("LIVE", "STOPPED");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        Shop stopped = shop();
        assertThat(atWork()).as(when).isEmpty();
        String result = api.run(run).getString("result");
        assertThat(result).as(when).isIn("Stopped", "OK");
        lab.live().checker().assertHistoryIsTrue(when);
        assertThat(lab.live().checker().torn()).as(when).isEmpty();
        api.start("LIVE");
        assertThat(shop()).as(when + ": the shop since it was told").isEqualTo(stopped);
        return took;
    }

    @Test
    void F80_a_site_that_is_stopped_at_any_moment_of_a_send_is_stopped_soon_and_really() {
        Random random = new Random(SEED);
        int longest = millis(() -> api.sendAndWait("LIVE", "orders", "all"));
        StopTimes times = new StopTimes("Stop Site at any moment, seed " + SEED);
        for (int i = 0; i < STOPS; i++) {
            lab.live().databases().change();
            long run = api.ask("LIVE", "orders", i % 2 == 0 ? "all" : "changed");
            OrderTraffic.pause(Duration.ofMillis(random.nextInt(longest + 20)));
            times.add(stop(run, "stop %d, seed %d".formatted(i, SEED)));
        }
        times.assertBars();
        catchUp();
    }

    private static int millis(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (int) Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private void catchUp() {
        Ended next = api.sendAndWait("LIVE", "orders", "all");
        assertThat(next.result()).as(next.message()).isEqualTo("OK");
        lab.live().checker().assertShopIsTrue("after the stops");
        lab.live().checker().assertNothingHeld("after the stops");
    }

    @ParameterizedTest
    @EnumSource(value = FailPoint.class, mode = EnumSource.Mode.EXCLUDE, names = "AFTER_COMMIT")
    void F80_a_site_that_is_stopped_while_its_run_waits_in_a_server_is_stopped_soon_and_really(FailPoint point)
            throws Exception {
        StopTimes times = new StopTimes("Stop Site at " + point);
        for (int i = 0; i < Math.max(1, STOPS / 10); i++) {
            lab.live().databases().change();
            try (Held held = point.hold(server(point))) {
                long run = api.ask("LIVE", "orders", "all");
                held.awaitReached();
                Awaitility.await().until(() -> "Running".equals(api.run(run).getString("status")));
                times.add(stop(run, "stop at " + point));
                assertThat(api.run(run).getString("result")).isEqualTo("Stopped");
                assertThat(api.run(run).getString("message")).isEqualTo("Stopped by operator: stop at " + point);
            }
        }
        times.assertBars();
        catchUp();
    }

    private OwnPostgres server(FailPoint point) {
        return point.database().equals("erp") ? lab.shaken() : lab.steady();
    }

    @Test
    void F80_a_site_that_is_stopped_in_the_pause_before_a_retry_is_stopped_soon_and_really() throws Exception {
        StopTimes times = new StopTimes("Stop Site before a retry");
        lab.live().databases().change();
        long run;
        try (Held held = FailPoint.MID_READ.hold(lab.shaken())) {
            run = api.ask("LIVE", "orders", "all");
            lab.shaken()
                    .client("postgres")
                    .sql("select pg_terminate_backend(?)")
                    .param(held.awaitReached().pid())
                    .query(Boolean.class)
                    .single();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> api.run(run).getLong("retries") > 0);
            times.add(stop(run, "stop before a retry"));
        }
        times.assertBars();
    }

    @Test
    void F81_a_site_that_is_stopped_at_the_commit_says_whether_it_happened() throws Exception {
        Random random = new Random(SEED);
        StopTimes times = new StopTimes("Stop Site at the commit, seed " + SEED);
        for (int i = 0; i < STOPS; i++) {
            lab.live().databases().change();
            long run;
            Thread passing;
            Held held = FailPoint.DURING_COMMIT.hold(lab.steady());
            try (held) {
                run = api.ask("LIVE", "orders", "all");
                held.awaitReached();
                int millis = random.nextInt(20);
                passing = new Thread(() -> pass(held, millis), "commit");
                passing.start();
                times.add(stop(run, "stop at commit %d, seed %d".formatted(i, SEED)));
                passing.join();
            }
        }
        times.assertBars();
        catchUp();
    }

    private static void pass(Held held, int millis) {
        OrderTraffic.pause(Duration.ofMillis(millis));
        try {
            held.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void F80_IB9_a_run_that_is_stopped_at_any_moment_ends_soon_and_really() {
        Random random = new Random(SEED);
        int longest = millis(() -> api.sendAndWait("LIVE", "orders", "all"));
        StopTimes times = new StopTimes("Stop Running Task at any moment, seed " + SEED);
        for (int i = 0; i < STOPS; i++) {
            lab.live().databases().change();
            long run = api.ask("LIVE", "orders", "all");
            OrderTraffic.pause(Duration.ofMillis(random.nextInt(longest + 20)));
            times.add(stopRun(run, "stop of run %d, seed %d".formatted(i, SEED)));
        }
        times.assertBars();
        assertThat(api.site("LIVE").getString("state")).isEqualTo("RUNNING");
        catchUp();
    }

    /** Stops the run alone; when this returns, it has its result, and nothing of it goes on. */
    private Duration stopRun(long run, String when) {
        Duration took = Duration.ofMillis(millis(() -> {
            // One that has not begun, or has ended, is refused.
            do {
                api.stopRun(run, when);
            } while (api.run(run).getString("result") == null);
        }));
        Shop stopped = shop();
        // The site runs on: how fresh it is may be asked at any moment, and that is over in another.
        Awaitility.await(when)
                .atMost(Bar.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .until(this::atWork, List::isEmpty);
        assertThat(api.run(run).getString("result")).as(when).isIn("Stopped", "OK");
        lab.live().checker().assertHistoryIsTrue(when);
        assertThat(shop()).as(when).isEqualTo(stopped);
        return took;
    }

    @Test
    void F81_a_run_that_is_stopped_at_its_commit_says_whether_it_happened() throws Exception {
        Random random = new Random(SEED);
        StopTimes times = new StopTimes("Stop Running Task at the commit, seed " + SEED);
        for (int i = 0; i < STOPS; i++) {
            lab.live().databases().change();
            Held held = FailPoint.DURING_COMMIT.hold(lab.steady());
            try (held) {
                long run = api.ask("LIVE", "orders", "all");
                held.awaitReached();
                int millis = random.nextInt(20);
                Thread passing = new Thread(() -> pass(held, millis), "commit");
                passing.start();
                times.add(stopRun(run, "stop at commit %d, seed %d".formatted(i, SEED)));
                passing.join();
            }
        }
        times.assertBars();
        catchUp();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailPoint.class,
            names = {"MID_READ", "MID_APPLY", "DURING_COMMIT"})
    void F83_a_run_whose_databases_cannot_be_reached_is_stopped_within_15_s_while_its_site_goes_on(FailPoint point)
            throws Exception {
        long stopped = runAt(point, run -> {
            long begin = System.nanoTime();
            // Answered when it has ended, or after 8 s.
            api.stopRun(run, "stop with " + point);
            assertThat(api.ended(run, UNREACHABLE).result()).isIn("Stopped", "Failed");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(UNREACHABLE);
        });
        assertThat(api.sendAndWait("LIVE", "rates", "all").result()).isEqualTo("OK");
        assertSaysWhatIsNotKnown(stopped);
        reachAgain();
        catchUp();
    }

    /**
     * Lets a run come to a point, takes its databases away and stops it.
     *
     * @return its number; its databases are still away
     */
    private long runAt(FailPoint point, LongConsumer stop) throws Exception {
        lab.live().databases().change();
        try (Held held = point.hold(server(point))) {
            long run = api.ask("LIVE", "far-orders", "all");
            held.awaitReached();
            lab.toErp().silence();
            lab.toShop().silence();
            stop.accept(run);
            return run;
        }
    }

    private void assertSaysWhatIsNotKnown(long run) {
        assertThat(api.run(run).getString("message"))
                .contains("database #farshop could not be asked to end its session");
    }

    private void reachAgain() {
        lab.toErp().resume();
        lab.toShop().resume();
        lab.live().checker().assertNothingHeld("once the databases can be reached");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailPoint.class,
            names = {"MID_READ", "MID_APPLY", "DURING_COMMIT"})
    void F83_a_site_whose_databases_cannot_be_reached_is_stopped_within_15_s_and_says_what_is_not_known(FailPoint point)
            throws Exception {
        long run = runAt(
                point, each -> assertThat(stopUnreachable("stop with " + point)).isLessThan(UNREACHABLE));
        assertThat(api.run(run).getString("result")).isIn("Stopped", "Failed");
        assertSaysWhatIsNotKnown(run);
        assertThat(problems())
                .anyMatch(problem -> problem.contains("Run %d of far-orders has ended, but".formatted(run)));
        reachAgain();
        api.start("LIVE");
        assertThat(problems()).as("what a start leaves behind").noneMatch(problem -> problem.contains("Run "));
        catchUp();
    }

    @Test
    void F80_a_question_that_waits_for_a_connection_does_not_hold_up_a_stop() {
        lab.toShop().silence();
        lab.toShop().reset();
        int before = lab.toShop().connections();
        // Its end is news: how fresh the site is will be asked now, of a shop that lets nobody in.
        api.sendAndWait("LIVE", "orders", "changed");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> lab.toShop().connections() > before);
        StopTimes times = new StopTimes("Stop Site while a question waits for a connection");
        times.add(stopUnreachable("a question waits"));
        times.assertBars();
        assertThat(problems()).isEmpty();
    }

    private Duration stopUnreachable(String reason) {
        int millis = millis(() -> {
            api.stop("LIVE", reason);
            api.awaitState("LIVE", "STOPPED");
        });
        System.out.printf("Stop Site without its databases, %s: %d ms%n", reason, millis);
        return Duration.ofMillis(millis);
    }

    private List<String> problems() {
        JsonArray problems = api.site("LIVE").getJsonArray("problems");
        return problems.stream().map(String.class::cast).toList();
    }

    static Stream<String> waiting() {
        return IntStream.rangeClosed(1, 4).mapToObj(number -> "far-wait-" + number);
    }

    @Test
    void F83_many_runs_that_hang_in_a_database_that_cannot_be_reached_are_stopped_within_15_s() throws IOException {
        for (String task : waiting().toList()) {
            lab.live().databases().createShown(task.replace('-', '_'), "id int primary key, percent int");
            OrderRoute.writeOne(
                    lab.routes().resolve("LIVE"),
                    task,
                    "#farerp",
                    "select 1 as id, 2 as percent from pg_sleep(600)",
                    "shop." + task.replace('-', '_'),
                    "key: id\ndataSource: \"#farshop\"",
                    "source: \"#farerp\"\ntarget: \"#farshop\"\nqueue: " + task);
        }
        Awaitility.await()
                .until(() -> api.routes("LIVE").stream()
                        .map(file -> file.getString("task"))
                        .toList()
                        .containsAll(waiting().toList()));
        List<Long> runs = waiting().map(task -> api.ask("LIVE", task, "all")).toList();
        // Each has begun in the shop and waits for the ERP.
        Awaitility.await().until(() -> atWork().size() == 2 * runs.size());
        lab.toErp().silence();
        lab.toShop().silence();
        assertThat(stopUnreachable("four runs hang")).isLessThan(UNREACHABLE);
        runs.forEach(run -> assertThat(api.run(run).getString("result")).isEqualTo("Stopped"));
    }
}
