package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.fault.DroverApi.Ended;
import io.drover.fault.FailPoint.Held;
import io.drover.fault.FaultLab.LabSite;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * F60, F64, F68: many clicks at once, writers in the ERP and readers in the shop while runs go on.
 *
 * <p>{@code -Ddrover.fault.events=10000} and {@code -Ddrover.fault.rounds=20} make it the whole size.
 */
@ExtendWith(FaultLab.Shared.class)
class SendConcurrencyTest {

    private static final long SEED = Long.getLong("drover.fault.seed", System.nanoTime());
    private static final int CLICKS = 50;
    private static final int ROUNDS = Integer.getInteger("drover.fault.rounds", 1);
    private static final int EVENTS = Integer.getInteger("drover.fault.events", 1000);

    private final FaultLab lab;
    private final LabSite site;

    SendConcurrencyTest(FaultLab lab) {
        this.lab = lab;
        this.site = lab.live();
    }

    @Test
    void F68_fifty_clicks_at_once_make_one_running_and_one_waiting_run_of_each_mode() throws Exception {
        // So that the first run reads a row and waits there, whatever its mode.
        site.databases().change();
        TreeSet<Long> runs = new TreeSet<>();
        try (Held held = FailPoint.MID_READ.hold(site.source())) {
            runs.addAll(click());
            held.awaitReached();
            List<JsonObject> tasks = orders();
            assertThat(tasks)
                    .filteredOn(each -> each.getString("status").equals("Running"))
                    .hasSize(1);
            assertThat(tasks)
                    .filteredOn(each -> each.getString("status").equals("Queued"))
                    .extracting(each -> each.getString("mode"))
                    .doesNotHaveDuplicates();
            assertThat(tasks).extracting(each -> each.getLong("run")).containsExactlyInAnyOrderElementsOf(runs);
        }
        List<Ended> ended = runs.stream().map(lab.api()::ended).toList();
        assertThat(ended).extracting(Ended::result).containsOnly("OK");
        List<Ended> ordered = ended.stream()
                .sorted(Comparator.comparing(each -> instant(each, "startedAt")))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            assertThat(instant(ordered.get(i), "startedAt"))
                    .as("one after the other")
                    .isAfterOrEqualTo(instant(ordered.get(i - 1), "endedAt"));
        }
        site.checker().assertShopIsTrue("after fifty clicks");
    }

    @AfterAll
    static void tell_seed() {
        System.out.println("seed " + SEED);
    }

    private TreeSet<Long> click() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(CLICKS);
        try {
            List<Future<Long>> clicks = people.invokeAll(IntStream.range(0, CLICKS)
                    .<Callable<Long>>mapToObj(i ->
                            () -> lab.api().ask(site.name(), "orders", i % 2 == 0 ? "all" : "changed"))
                    .toList());
            TreeSet<Long> runs = new TreeSet<>();
            for (Future<Long> click : clicks) {
                runs.add(click.get());
            }
            return runs;
        } finally {
            people.shutdown();
        }
    }

    private List<JsonObject> orders() {
        return lab.api().runningTasks().stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("task").equals("orders")
                        && each.getString("site").equals(site.name()))
                .toList();
    }

    private static Instant instant(Ended ended, String field) {
        return Instant.parse(ended.json().getString(field));
    }

    @Test
    void F60_a_reader_of_the_shop_never_sees_half_an_order_whatever_happens_to_the_runs() throws Exception {
        List<FailPoint> points = List.of(FailPoint.MID_APPLY, FailPoint.BEFORE_LEDGER, FailPoint.DURING_COMMIT);
        OrderTraffic traffic = OrderTraffic.start(site.source(), site.target(), 4, SEED);
        try (traffic) {
            for (FailPoint point : Collections.nCopies(ROUNDS, points).stream()
                    .flatMap(List::stream)
                    .toList()) {
                site.databases().change();
                long run;
                try (Held held = point.hold(site.target())) {
                    run = lab.api().ask(site.name(), "orders", "changed");
                    int session = held.awaitReached().pid();
                    int looks = traffic.looks();
                    Awaitility.await("a reader that looks at the half-done run")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> traffic.looks() > looks + 1);
                    terminate(session);
                }
                lab.api().ended(run);
                lab.api().sendAndWait(site.name(), "orders", "all");
            }
        }
        assertThat(traffic.torn())
                .as("seed %d, %d looks", SEED, traffic.looks())
                .isEmpty();
        sendTheRest("seed " + SEED);
    }

    private void terminate(int session) {
        site.databases()
                .shop()
                .sql("select pg_terminate_backend(?)")
                .param(session)
                .query(Boolean.class)
                .single();
    }

    @Test
    void F64_orders_that_are_written_while_they_are_read_arrive_whole() throws Exception {
        OrderTraffic traffic = OrderTraffic.start(site.source(), site.target(), 4, SEED);
        try (traffic) {
            for (int i = 0; traffic.events() < EVENTS; i++) {
                Ended ended = lab.api().sendAndWait(site.name(), "orders", i % 4 == 3 ? "all" : "changed");
                assertThat(ended.result())
                        .as("seed %d: %s", SEED, ended.message())
                        .isEqualTo("OK");
            }
        }
        assertThat(traffic.torn())
                .as("seed %d, %d looks", SEED, traffic.looks())
                .isEmpty();
        sendTheRest("seed " + SEED);
    }

    @Test
    void F64_lines_are_read_in_the_snapshot_of_their_orders() throws Exception {
        long run;
        try (Held held = FailPoint.MID_READ.hold(site.source())) {
            run = lab.api().ask(site.name(), "orders", "all");
            held.awaitReached();
            site.databases().change();
        }
        Ended ended = lab.api().ended(run);
        assertThat(ended.result()).as(ended.message()).isEqualTo("OK");
        assertThat(site.checker().torn()).isEmpty();
        sendTheRest("changed between two reads");
    }

    private void sendTheRest(String when) {
        Ended last = lab.api().sendAndWait(site.name(), "orders", "changed");
        assertThat(last.result()).as(when + ": " + last.message()).isEqualTo("OK");
        site.checker().assertShopIsTrue(when);
        site.checker().assertNothingHeld(when);
    }
}
