package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * F94: the control database of an earlier version is brought up to date by a process that is killed at it. Each step is
 * done whole or not at all, the next start does the rest, and nothing that was known is lost.
 *
 * <p>{@code -Ddrover.upgrade.kills=50} makes it 50 kills instead of 4, {@code -Ddrover.crash.seed} repeats a failure.
 */
class UpgradeTest {

    private static final int KILLS = Integer.getInteger("drover.upgrade.kills", 4);
    private static final long SEED = Long.getLong("drover.crash.seed", System.nanoTime());
    /** A start takes about as long until its database is up to date. */
    private static final int LONGEST_MILLIS = 2_500;

    private static final String KNOWN = """
            insert into drover.site (site, wanted, reason, changed_by) values ('LIVE', 'STOPPED', 'stocktake', 'operator');
            insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, status, started_at, ended_at, result)
            select 'LIVE', 'orders', 'Orders ' || i, 'Orders', 'ALL', 'ad-hoc', 'operator', 'ENDED', now(), now(), 'OK'
              from generate_series(1, 1000) i
            """;

    @TempDir
    private Path folder;

    private OwnPostgres postgres;
    private final int port = FreePort.take();

    @BeforeEach
    void install() throws IOException {
        postgres = OwnPostgres.start(folder, "databases");
        postgres.create("erp", "shop");
        Files.writeString(
                folder.resolve("application.properties"),
                CrashLab.SETTINGS.formatted(postgres.url("control"), postgres.url("erp"), postgres.url("shop")));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost");
        Files.createDirectories(folder.resolve("routes"));
        makeFirstVersion();
    }

    private void makeFirstVersion() {
        postgres.client("postgres")
                .sql("drop database if exists control with (force)")
                .update();
        postgres.create("control");
        flyway("1").migrate();
        control().sql(KNOWN).update();
    }

    @AfterEach
    void end() {
        postgres.close();
    }

    private Flyway flyway(String version) {
        return Flyway.configure()
                .dataSource(postgres.url("control"), "postgres", "")
                .schemas("drover")
                .locations("classpath:io/drover/db/control")
                .target(MigrationVersion.fromVersion(version))
                .load();
    }

    private JdbcClient control() {
        return postgres.client("control");
    }

    private List<String> done() {
        return Arrays.stream(flyway("latest").info().applied())
                .map(MigrationInfo::getScript)
                .toList();
    }

    @Test
    void F94_an_upgrade_that_is_killed_in_the_middle_of_a_step_leaves_that_step_undone() throws Exception {
        try (Connection holder = postgres.connect("control");
                Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            // The steps before the one that alters this table go through, and that one waits.
            sql.execute("lock table drover.task_run in access share mode");
            try (DroverProcess drover = DroverProcess.start(folder, port)) {
                Awaitility.await("a step that waits for the table")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> waiting() > 0);
                drover.kill();
            }
            Awaitility.await("the end of its session").until(() -> waiting() == 0);
            assertThat(done()).hasSizeLessThan(flyway("latest").info().all().length);
            holder.rollback();
        }
        comesUp("killed in the middle of a step");
    }

    private int waiting() {
        return control().sql("""
                select count(*) from pg_stat_activity
                 where datname = 'control' and wait_event_type = 'Lock' and application_name like 'drover%'
                """).query(Integer.class).single();
    }

    @Test
    void F94_an_upgrade_that_is_killed_at_any_moment_is_ended_by_the_next_start() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            makeFirstVersion();
            int millis = random.nextInt(LONGEST_MILLIS);
            String when = "seed %d, killed after %d ms".formatted(SEED, millis);
            try (DroverProcess drover = DroverProcess.start(folder, port)) {
                OrderTraffic.pause(Duration.ofMillis(millis));
                drover.kill();
            }
            comesUp(when);
        }
    }

    private void comesUp(String when) throws Exception {
        try (DroverProcess drover = DroverProcess.start(folder, port)) {
            drover.awaitReady();
            assertThat(done()).as(when).hasSize(flyway("latest").info().all().length);
            assertThat(drover.api().site("LIVE").getString("state")).as(when).isEqualTo("STOPPED");
            assertThat(drover.api().site("LIVE").getString("reason")).as(when).isEqualTo("stocktake");
            assertThat(control()
                            .sql("select count(*) from drover.task_run where title like 'Orders %' and result = 'OK'")
                            .query(Integer.class)
                            .single())
                    .as(when)
                    .isEqualTo(1000);
        }
    }
}
