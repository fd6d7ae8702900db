package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.FreePort;
import io.drover.fault.OwnPostgres.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F13: the server of Drover's own database is away, at a start and for a while later. {@code -Ddrover.outage=600} makes it
 * ten minutes instead of ten seconds.
 */
class ControlOutageTest {

    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("drover.outage", 10));
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private OwnPostgres postgres;
    private DroverProcess drover;

    @BeforeEach
    void install() throws IOException {
        postgres = OwnPostgres.start(folder, "databases");
        postgres.create("control", "erp", "shop");
        Files.writeString(
                folder.resolve("application.properties"),
                CrashLab.SETTINGS.formatted(postgres.url("control"), postgres.url("erp"), postgres.url("shop")));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost");
        Files.writeString(Files.createDirectories(folder.resolve("routes")).resolve("tick.camel.yaml"), CrashLab.TICK);
    }

    @AfterEach
    void end() throws InterruptedException {
        drover.close();
        postgres.close();
    }

    private boolean hasRunSince(Instant instant) {
        return postgres.client("control")
                .sql("select exists (select from drover.task_run where result = 'OK' and due_at > ?::timestamptz)")
                .param(instant.toString())
                .query(Boolean.class)
                .single();
    }

    private void awaitRunSince(Instant instant, Duration limit) {
        Awaitility.await("a run that was due after " + instant).atMost(limit).until(() -> hasRunSince(instant));
    }

    @Test
    void F13_a_start_waits_for_the_control_database_and_says_so() throws Exception {
        postgres.end(Ending.FAST);
        drover = DroverProcess.start(folder, FreePort.take());
        Awaitility.await("what it waits for")
                .atMost(Duration.ofSeconds(40))
                .until(() -> drover.output().contains("Waiting for the control database " + postgres.url("control")));
        postgres.begin();
        Instant back = Instant.now();
        drover.awaitReady();
        awaitRunSince(back, RECOVERY);
    }

    @Test
    void F13_ctrl_c_ends_a_start_that_waits() throws Exception {
        postgres.end(Ending.FAST);
        drover = DroverProcess.start(folder, FreePort.take());
        Awaitility.await("what it waits for")
                .atMost(Duration.ofSeconds(40))
                .until(() -> drover.output().contains("Waiting for the control database"));
        assertThat(drover.end("INT", Duration.ofSeconds(10))).isEqualTo(130);
    }

    @Test
    void F13_after_an_outage_the_schedules_go_on_with_no_instant_invented_and_few_words() throws Exception {
        drover = DroverProcess.start(folder, FreePort.take()).awaitReady();
        awaitRunSince(Instant.now(), RECOVERY);
        int before = drover.output().length();
        Instant gone = Instant.now();
        postgres.end(Ending.IMMEDIATE);
        OrderTraffic.pause(OUTAGE);
        Instant back = Instant.now();
        postgres.begin();
        awaitRunSince(Instant.now(), RECOVERY);

        assertThat(postgres.client("control")
                        .sql(
                                "select count(*) from drover.task_run where started_at > ?::timestamptz and started_at < ?::timestamptz")
                        .params(gone.plusSeconds(2).toString(), back.toString())
                        .query(Integer.class)
                        .single())
                .as("begun while there was no database")
                .isZero();
        assertThat(postgres.client("control")
                        .sql(
                                "select due_at from drover.task_run where due_at is not null group by due_at having count(*) > 1")
                        .query()
                        .listOfRows())
                .as("doubled")
                .isEmpty();
        Awaitility.await("a ready Drover").atMost(RECOVERY).until(drover.api()::isReady);
        Map<String, List<String>> said = drover.output()
                .substring(before)
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .collect(Collectors.groupingBy(line -> line.split(" +")[3]));
        // Each voice once in ten seconds, and once more at either end; and no more in all than of five that say all
        // they may.
        assertThat(said.values().stream().mapToInt(List::size).sum())
                .as("%s", said)
                .isLessThan((int) (5 * (2 + OUTAGE.toSeconds() / 10)));
        assertThat(said.values())
                .allSatisfy(lines -> assertThat(lines).hasSizeLessThanOrEqualTo((int) (2 + OUTAGE.toSeconds() / 10)));
    }
}
