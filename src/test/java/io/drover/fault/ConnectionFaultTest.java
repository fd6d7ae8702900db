package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.drover.fault.FaultLab.LabSite;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F19 to F22, F24 and F25: the network between Drover and its databases fails, or a server lets Drover not in. No run hangs,
 * none is lost and no row is wrong.
 *
 * <p>{@code -Ddrover.fault.corruptions=1000} and {@code -Ddrover.fault.delay=500} (ms) make it the whole size.
 */
@ExtendWith(FaultLab.Shared.class)
class ConnectionFaultTest {

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());
    private static final int CORRUPTIONS = Integer.getInteger("drover.fault.corruptions", 5);
    private static final Duration DELAY = Duration.ofMillis(Integer.getInteger("drover.fault.delay", 20));

    /** Until a run must be free of a server that has fallen silent. */
    private static final Duration FREE = Bar.ofSeconds(15);

    /** A run of this task reads and writes through the proxies. */
    private static final String FAR = "far-orders";

    private final FaultLab lab;
    private final LabSite site;

    ConnectionFaultTest(FaultLab lab) {
        this.lab = lab;
        this.site = lab.live();
    }

    @AfterEach
    void heal_the_network() {
        for (FaultyProxy each : List.of(lab.toErp(), lab.toShop())) {
            each.delay(Duration.ZERO);
            each.unthrottle();
            each.resume();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = FailPoint.class,
            names = {"MID_READ", "MID_APPLY"})
    void F19_F20_a_run_whose_server_falls_silent_is_free_of_it_soon_and_healed_when_it_is_back(FailPoint point)
            throws Exception {
        FaultyProxy proxy = proxy(point);
        site.databases().change();
        long run;
        try (Held held = hold(point)) {
            run = ask(FAR);
            held.awaitReached();
            proxy.silence();
            awaitRetry(run, FREE);
        }
        proxy.resume();
        Ended ended = healed(run, "silent at " + point);
        assertThat(ended.count("retries")).isPositive();
    }

    @Test
    void F19_a_session_that_the_server_believes_in_for_ever_does_not_keep_its_locks() throws Exception {
        site.databases().change();
        long run;
        try (Held held = hold(FailPoint.MID_APPLY)) {
            run = ask(FAR);
            held.awaitReached();
            lab.toShop().resetClients();
        }
        assertThat(healed(run, "a session without its client").count("retries")).isEqualTo(1);
    }

    @Test
    void F19_connections_that_died_in_the_pool_are_found_out_soon() {
        healed(ask(FAR), "with connections for the pool");
        lab.toErp().silence();
        long run = ask(FAR);
        awaitRetry(run, FREE);
        lab.toErp().resume();
        healed(run, "silent while the pool rested");
    }

    @Test
    void F19_a_sign_in_that_does_not_end_does_not_keep_the_pool_from_another() {
        lab.toShop().throttle(1);
        lab.toShop().reset();
        long run = ask(FAR);
        // The first may come of a connection that the pool still believed in.
        awaitRetries(run, 2, FREE.multipliedBy(2));
        lab.toShop().unthrottle();
        healed(run, "signed in anew");
    }

    @Test
    void F20_a_silence_of_three_seconds_is_no_fault_at_all() throws Exception {
        site.databases().change();
        long run;
        try (Held held = hold(FailPoint.MID_READ)) {
            run = ask(FAR);
            held.awaitReached();
            lab.toErp().silence();
            lab.toShop().silence();
        }
        OrderTraffic.pause(Duration.ofSeconds(3));
        lab.toErp().resume();
        lab.toShop().resume();
        assertThat(healed(run, "silent for 3 s").count("retries")).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = FailPoint.class,
            names = {"MID_READ", "MID_APPLY"})
    void F21_a_connection_that_is_reset_is_made_again(FailPoint point) throws Exception {
        site.databases().change();
        long run;
        try (Held held = hold(point)) {
            run = ask(FAR);
            held.awaitReached();
            proxy(point).reset();
        }
        assertThat(healed(run, "reset at " + point).count("retries")).isEqualTo(1);
    }

    @Test
    void F21_a_connection_that_is_ended_in_good_order_is_made_again() throws Exception {
        site.databases().change();
        long run;
        try (Held held = hold(FailPoint.MID_READ)) {
            run = ask(FAR);
            held.awaitReached();
            lab.toErp().halfClose();
        }
        assertThat(healed(run, "half closed").count("retries")).isEqualTo(1);
    }

    @Test
    void F21_a_slow_network_makes_a_slow_run() {
        site.databases().change();
        lab.toErp().delay(DELAY);
        lab.toShop().delay(DELAY);
        Ended ended = lab.api().ended(ask(FAR), Duration.ofMinutes(5));
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        assertThat(ended.count("retries")).isZero();
    }

    @Test
    void F21_a_run_on_a_trickling_network_can_be_stopped() throws Exception {
        site.databases().change();
        long run;
        try (Held held = hold(FailPoint.MID_READ)) {
            run = ask(FAR);
            held.awaitReached();
            lab.toErp().throttle(1);
        }
        long begin = System.nanoTime();
        lab.api().stopRun(run, "too slow");
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("Stopped");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FREE);
        heal_the_network();
        healed(ask(FAR), "after a trickling network");
    }

    @Test
    void F22_corrupted_bytes_are_found_out_by_tls_and_no_row_is_wrong() {
        Random random = new Random(SEED);
        int found = 0;
        for (int i = 0; i < CORRUPTIONS; i++) {
            String when = "seed %d, turn %d".formatted(SEED, i);
            site.databases().change();
            lab.toErp().corruptAfter(random.nextInt(60_000));
            Ended ended = lab.api().sendAndWait(site.name(), FAR, "all");
            assertThat(ended.result()).as(when + ": " + ended.message()).isEqualTo("OK");
            site.checker().assertShopIsTrue(when);
            found += lab.toErp().isCorruptionAhead() ? 0 : 1;
        }
        assertThat(found).as("corruptions that happened").isPositive();
    }

    @Test
    void F24_IF13_a_password_that_is_wrong_now_is_told_and_tried_once_by_however_many_runs() throws Exception {
        assertThat(lab.api().sendAndWait(site.name(), "guarded-rates", "all").result())
                .isEqualTo("OK");
        site.databases().erp().sql("alter role clerk password 'another'").update();
        terminate("usename = 'clerk'");
        for (int i = 0; i < 3; i++) {
            Ended ended = lab.api().sendAndWait(site.name(), "guarded-rates", "all");
            assertThat(ended.result()).isEqualTo("Failed");
            assertThat(ended.message()).contains("password authentication failed for user \"clerk\"");
        }
        assertThat(site.source().refusedSignIns("clerk")).isEqualTo(1);
    }

    @Test
    void F25_a_run_waits_for_a_server_that_has_no_connection_left() {
        limitConnections(0);
        terminate("usename = 'visitor'");
        long run = lab.api().ask(site.name(), "visited-rates", "all");
        awaitRetry(run, Duration.ofSeconds(30));
        limitConnections(-1);
        healed(run, "after the crowd");
    }

    /** What a role may have is counted and refused as what the server may have, but costs no other test its connections. */
    private void limitConnections(int most) {
        site.databases()
                .erp()
                .sql("alter role visitor connection limit " + most)
                .update();
    }

    private void terminate(String which) {
        site.databases()
                .erp()
                .sql("select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where " + which)
                .query(Integer.class)
                .single();
    }

    private FaultyProxy proxy(FailPoint point) {
        return point.database().equals("erp") ? lab.toErp() : lab.toShop();
    }

    private Held hold(FailPoint point) throws SQLException {
        return point.hold(point.database().equals("erp") ? site.source() : site.target());
    }

    private long ask(String task) {
        return lab.api().ask(site.name(), task, "all");
    }

    private void awaitRetry(long run, Duration limit) {
        awaitRetries(run, 1, limit);
    }

    private void awaitRetries(long run, int least, Duration limit) {
        Awaitility.await("retries of run " + run)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lab.api().run(run).getLong("retries") >= least);
    }

    /** The run itself ended well, and the shop shows what it should. */
    private Ended healed(long run, String when) {
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(when + ": " + ended.message()).isEqualTo("OK");
        site.checker().assertShopIsTrue(when);
        site.checker().assertHistoryIsTrue(when);
        site.checker().assertNothingHeld(when);
        return ended;
    }
}
