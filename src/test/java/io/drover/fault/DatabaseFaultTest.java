package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.drover.fault.FailPoint.Waiting;
import io.drover.fault.FaultLab.LabSite;
import io.drover.fault.OwnPostgres.Ending;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * F15 to F18 and F26 to F29: databases fail under a run. What passes by itself is healed within the run, without a
 * person and without a second run; what does not is said as it is. In every case the shop is true afterwards.
 *
 * <p>{@code -Ddrover.fault.restarts=60}, {@code -Ddrover.fault.terminations=100} and {@code -Ddrover.fault.deadlocks=100}
 * make it the whole size.
 */
@ExtendWith(FaultLab.Shared.class)
class DatabaseFaultTest {

    private static final int RESTARTS = Integer.getInteger("drover.fault.restarts", 5);
    /** On each of the two sites. */
    private static final int TERMINATIONS = Integer.getInteger("drover.fault.terminations", 10);

    private static final int DEADLOCKS = Integer.getInteger("drover.fault.deadlocks", 3);

    /** Where a run has written to its target and not yet committed, or does so. */
    private static final List<FailPoint> WRITING = List.of(
            FailPoint.MID_STAGE,
            FailPoint.MID_APPLY,
            FailPoint.DURING_COMMIT,
            FailPoint.BEFORE_LEDGER,
            FailPoint.BEFORE_WATERMARK);

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());

    private final FaultLab lab;

    DatabaseFaultTest(FaultLab lab) {
        this.lab = lab;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Ending.class)
    void F15_a_source_that_restarts_in_the_middle_of_a_read_is_read_again(Ending ending) throws Exception {
        restarted(lab.live(), FailPoint.MID_READ, lab.live().source(), ending);
    }

    static Stream<Arguments> restarts() {
        return IntStream.range(0, RESTARTS)
                .mapToObj(round -> Arguments.of(
                        WRITING.get(round % WRITING.size()), Ending.values()[round % Ending.values().length], round));
    }

    @ParameterizedTest(name = "{0} {1}, round {2}")
    @MethodSource("restarts")
    void F14_F16_a_target_that_restarts_in_the_middle_of_a_write_is_written_again(
            FailPoint point, Ending ending, int round) throws Exception {
        restarted(lab.stage(), point, lab.stage().target(), ending);
    }

    private void restarted(LabSite site, FailPoint point, OwnPostgres server, Ending ending) throws Exception {
        site.databases().change();
        long run;
        try (Held held = hold(site, point)) {
            run = lab.api().ask(site.name(), "orders", "all");
            held.awaitReached();
            server.restart(ending);
        }
        healed(site, run, "restarted " + ending);
    }

    @Test
    void F17_a_session_that_is_terminated_costs_neither_the_run_nor_a_row() throws Exception {
        CompletableFuture<Void> stage = CompletableFuture.runAsync(() -> terminate(lab.stage(), SEED));
        terminate(lab.live(), SEED + 1);
        stage.join();
    }

    @AfterAll
    static void tell_seed() {
        System.out.println("seed " + SEED);
    }

    private void terminate(LabSite site, long seed) {
        Random random = new Random(seed);
        List<FailPoint> points = List.of(
                FailPoint.MID_READ,
                FailPoint.AFTER_READ,
                FailPoint.MID_STAGE,
                FailPoint.MID_APPLY,
                FailPoint.BEFORE_LEDGER,
                FailPoint.BEFORE_WATERMARK,
                FailPoint.DURING_COMMIT);
        for (int i = 0; i < TERMINATIONS; i++) {
            FailPoint point = points.get(random.nextInt(points.size()));
            // While the target commits, the run has done with the source.
            boolean source = random.nextBoolean() && point != FailPoint.DURING_COMMIT;
            String when = "seed %d, turn %d: session of the %s terminated at %s"
                    .formatted(seed, i, source ? "source" : "target", point);
            site.databases().change();
            long run;
            try (Held held = hold(site, point)) {
                run = lab.api().ask(site.name(), "orders", random.nextBoolean() ? "all" : "changed");
                held.awaitReached();
                int ended = terminate(
                        source ? site.databases().erp() : site.databases().shop(), site);
                assertThat(ended).as(when).isPositive();
            } catch (SQLException e) {
                throw new AssertionError(when, e);
            }
            healed(site, run, when);
        }
    }

    /** Ends the sessions in which a run of the site has a transaction open. */
    private static int terminate(JdbcClient database, LabSite site) {
        return database.sql("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                 where datname = current_database() and application_name like ? and xact_start is not null
                """)
                .param("drover " + site.name() + "%")
                .query(Integer.class)
                .single();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = FailPoint.class,
            names = {"MID_READ", "MID_APPLY"})
    void F18_a_statement_that_an_administrator_cancels_fails_the_run_and_is_no_stop(FailPoint point) throws Exception {
        LabSite site = lab.live();
        site.databases().change();
        List<String> before = site.checker().differences();
        Ended ended;
        try (Held held = hold(site, point)) {
            long run = lab.api().ask(site.name(), "orders", "all");
            int pid = held.awaitReached().pid();
            (point == FailPoint.MID_READ
                            ? site.databases().erp()
                            : site.databases().shop())
                    .sql("select pg_cancel_backend(?)")
                    .param(pid)
                    .query(Boolean.class)
                    .single();
            ended = lab.api().ended(run);
        }
        assertThat(ended.result()).as(ended.message()).isEqualTo("Failed");
        assertThat(ended.message())
                .containsIgnoringCase("cancelled by the database")
                .contains("57014")
                .doesNotContainIgnoringCase("stopped by");
        assertThat(site.checker().differences())
                .as("nothing of it is in the shop")
                .isEqualTo(before);
        catchUp(site, "after the cancel");
    }

    @Test
    void F26_a_locked_table_delays_its_own_task_only() throws Exception {
        LabSite site = lab.live();
        site.databases().change();
        long run;
        try (Held held = lock(site, "lock table shop.sales_order in access exclusive mode")) {
            run = lab.api().ask(site.name(), "orders", "changed");
            held.awaitReached();
            Ended other = lab.api().sendAndWait(site.name(), "rates", "all");
            assertThat(other.result()).as(other.message()).isEqualTo("OK");
            assertThat(lab.api().run(run).getString("result")).isNull();
        }
        healed(site, run, "lock released");
    }

    @Test
    void F26_a_lock_that_outlasts_the_lock_timeout_is_waited_for_again() throws Exception {
        LabSite site = lab.live();
        site.databases().change();
        long run;
        try (Held held = lock(site, "lock table shop.sales_order in access exclusive mode")) {
            run = lab.api().ask(site.name(), "impatient", "all");
            Waiting first = held.awaitReached();
            held.awaitReached(first);
        }
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        catchUp(site, "after the lock");
    }

    @Test
    void F27_the_victim_of_a_deadlock_with_the_shop_tries_again_and_the_shop_goes_on() throws Exception {
        for (int i = 0; i < DEADLOCKS; i++) {
            lockEachOther(lab.live(), FailPoint.MIDDLE - i % 50);
        }
    }

    private void lockEachOther(LabSite site, int orderNo) throws Exception {
        site.databases().change();
        long run;
        try (Held shopper = lock(site, "set local deadlock_timeout = '60s'");
                Statement statement = shopper.connection().createStatement()) {
            String order = " where order_no = " + orderNo;
            statement.executeUpdate("update shop.order_line set qty = qty" + order);
            run = lab.api().ask(site.name(), "orders", "changed");
            shopper.awaitReached();
            // The run has the order and waits for its line; now the shop wants the order, and only the run gives up.
            statement.executeUpdate("update shop.sales_order set customer = customer" + order);
            shopper.connection().rollback();
        }
        healed(site, run, "deadlock at order " + orderNo);
    }

    @Test
    void F28_a_serialization_failure_is_tried_again() throws Exception {
        LabSite site = lab.live();
        JdbcClient erp = site.databases().erp();
        assertThat(lab.api().sendAndWait(site.name(), "copied-rates", "all").result())
                .isEqualTo("OK");
        erp.sql("update erp.rate set percent = percent + 1").update();
        long run;
        try (Held held = hold(site, FailPoint.MID_READ)) {
            run = lab.api().ask(site.name(), "copied-rates", "all");
            held.awaitReached();
            // Behind the back of a run that reads and writes in one snapshot.
            erp.sql("update erp.rate_copy set percent = -1").update();
        }
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        assertThat(erp.sql("select percent from erp.rate_copy except select percent from erp.rate")
                        .query(Integer.class)
                        .list())
                .isEmpty();
    }

    @Test
    void F29_a_statement_timeout_fails_the_run_in_time_and_names_the_statement() throws Exception {
        LabSite site = lab.live();
        site.databases().change();
        Ended ended;
        try (Held held = hold(site, FailPoint.MID_READ)) {
            long run = lab.api().ask(site.name(), "hurried", "all");
            held.awaitReached();
            ended = lab.api().ended(run);
        }
        assertThat(ended.result()).isEqualTo("Failed");
        assertThat(ended.message()).contains("orders.sql").contains("statement timeout");
        assertThat(Duration.between(
                        Instant.parse(ended.json().getString("startedAt")),
                        Instant.parse(ended.json().getString("endedAt"))))
                .as("a timeout of 1 s")
                .isLessThan(Bar.ofSeconds(2));
        Ended next = lab.api().sendAndWait(site.name(), "hurried", "all");
        assertThat(next.result()).as(next.message()).isEqualTo("OK");
        catchUp(site, "after the timeout");
    }

    private static Held hold(LabSite site, FailPoint point) throws SQLException {
        return point.hold(point.database().equals("erp") ? site.source() : site.target());
    }

    private static Held lock(LabSite site, String lock) throws SQLException {
        return Held.by(site.target(), "shop", lock);
    }

    /** The run itself ended well, it is still the newest of its task, and the shop shows what it should. */
    private void healed(LabSite site, long run, String when) {
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(when + ": " + ended.message()).isEqualTo("OK");
        assertThat(newestRun(site)).as(when + ": healed within one run").isEqualTo(run);
        site.checker().assertShopIsTrue(when);
        site.checker().assertHistoryIsTrue(when);
        site.checker().assertNothingHeld(when);
    }

    private static long newestRun(LabSite site) {
        return site.databases()
                .control()
                .sql("select max(run) from drover.task_run where site = ? and task = 'orders'")
                .param(site.name())
                .query(Long.class)
                .single();
    }

    private void catchUp(LabSite site, String when) {
        healed(site, lab.api().ask(site.name(), "orders", "changed"), when);
    }
}
