package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.fault.FailPoint.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F9, F84: the program is asked to end, by SIGTERM and by Ctrl-C, while it sends. It ends within 10 s, leaves nothing, and
 * its sites come back as they were.
 *
 * <p>{@code -Ddrover.signals=100} makes it 100 signals instead of 6; {@code -Ddrover.crash.seed} repeats a failure.
 */
class SignalTest {

    private static final int SIGNALS = Integer.getInteger("drover.signals", 6);
    private static final long SEED = Long.getLong("drover.crash.seed", System.nanoTime());
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_MILLIS = 400;

    private static final String DEAF = """
            import org.apache.camel.builder.RouteBuilder;

            public class Deaf extends RouteBuilder {
                @Override
                public void configure() {
                    from("task:deaf?queue=Deaf").routeId("deaf").routeDescription("Listens to nobody")
                            .process(exchange -> {
                                while (true) {
                                    try {
                                        Thread.sleep(1000);
                                    } catch (InterruptedException e) {
                                        // Deaf.
                                    }
                                }
                            })
                            .to("send:shop.sales_order?key=order_no");
                }
            }
            """;

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
        lab.close();
    }

    /** @return exit codes of a process that a signal ended, by the signal: the shutdown was clean in either case */
    private static int exitCode(String signal) {
        return signal.equals("TERM") ? 143 : 130;
    }

    private static Duration end(String signal) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        assertThat(lab.end(signal, LIMIT)).as(signal).isEqualTo(exitCode(signal));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void F9_a_program_that_is_asked_to_end_ends_soon_leaves_nothing_and_comes_back_as_it_was() throws Exception {
        Random random = new Random(SEED);
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < SIGNALS; i++) {
            String signal = i % 2 == 0 ? "TERM" : "INT";
            String when = "%s %d, seed %d".formatted(signal, i, SEED);
            lab.databases().change();
            long run = lab.ask("all");
            OrderTraffic.pause(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
            times.add(end(signal));
            lab.awaitNothingLeft(when);
            assertThat(lab.checker().torn()).as(when).isEmpty();
            lab.start();
            assertThat(lab.api().site("LIVE").getString("state")).as(when).isEqualTo("RUNNING");
            lab.checker().assertHistoryIsTrue(when);
            assertThat(lab.api().run(run).getString("result")).as(when).isIn("OK", "Stopped");
            catchUp(when);
        }
        List<Duration> sorted = times.stream().sorted().toList();
        System.out.printf(
                "%d signals, seed %d: ended at the median after %d ms, at most %d ms%n",
                SIGNALS,
                SEED,
                sorted.get(SIGNALS / 2).toMillis(),
                sorted.get(SIGNALS - 1).toMillis());
    }

    @Test
    void F9_a_run_that_waits_in_a_server_is_stopped_by_the_end_of_the_program() throws Exception {
        lab.databases().change();
        long run;
        try (Held held = lab.hold(FailPoint.MID_APPLY)) {
            run = lab.ask("all");
            held.awaitReached();
            end("TERM");
            lab.awaitNothingLeft("ended while a run waits");
        }
        lab.start();
        assertThat(lab.api().run(run).getString("result")).isEqualTo("Stopped");
        assertThat(lab.api().run(run).getString("message")).isEqualTo("Stopped by Drover: Drover was shut down");
        catchUp("ended while a run waits");
    }

    @Test
    void F9_a_database_that_cannot_be_reached_does_not_keep_the_program_from_ending() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(lab.postgres().port())) {
            end("TERM");
            lab.moveErp(proxy.port());
            lab.start();
            lab.databases().change();
            try (Held held = lab.hold(FailPoint.MID_READ)) {
                lab.ask("all");
                held.awaitReached();
                proxy.silence();
                end("TERM");
            }
        } finally {
            lab.moveErp(lab.postgres().port());
        }
        lab.awaitNothingLeft("ended without its ERP");
        lab.start();
        lab.checker().assertHistoryIsTrue("ended without its ERP");
        catchUp("ended without its ERP");
    }

    @Test
    void F9_a_task_that_listens_to_nobody_does_not_keep_the_program_from_ending() throws Exception {
        Path file = Files.writeString(lab.routes().resolve("Deaf.java"), DEAF);
        long run;
        try {
            Awaitility.await("the task")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lab.api().routes("LIVE").stream()
                            .anyMatch(each -> each.getString("task").equals("deaf")
                                    && each.getString("state").equals("loaded")));
            run = lab.api().ask("LIVE", "deaf", "all");
            Awaitility.await("its run")
                    .until(() -> lab.api().run(run).getString("status").equals("Running"));
            end("TERM");
        } finally {
            Files.delete(file);
        }
        lab.awaitNothingLeft("ended with a deaf task");
        lab.start();
        assertThat(lab.api().run(run).getString("result")).isEqualTo("Interrupted");
        catchUp("ended with a deaf task");
    }

    @Test
    void F84_a_site_that_is_stopped_stays_stopped_with_its_reason_over_ends_of_every_kind() throws Exception {
        lab.api().stop("LIVE", "stocktake");
        lab.api().awaitState("LIVE", "STOPPED");
        for (String end : List.of("TERM", "INT", "KILL")) {
            if (end.equals("KILL")) {
                lab.kill();
            } else {
                end(end);
            }
            lab.start();
            assertThat(lab.api().site("LIVE").getString("state")).as(end).isEqualTo("STOPPED");
            assertThat(lab.api().site("LIVE").getString("reason")).as(end).isEqualTo("stocktake");
            assertThat(lab.api().site("LIVE").getString("by")).as(end).isEqualTo("operator");
        }
        lab.api().start("LIVE");
        catchUp("stopped over restarts");
    }

    private static void catchUp(String when) {
        DroverApi.Ended next = lab.send("changed");
        assertThat(next.result()).as(when + ": " + next.message()).isEqualTo("OK");
        lab.checker().assertShopIsTrue(when);
        lab.checker().assertNothingHeld(when);
    }
}
