package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.site.RouteFile.State;
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
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * F92, F93: many reloads, good and bad, while the schedules ring. {@code -Ddrover.reloads=1000} makes it 1,000 instead of
 * 40.
 */
@ExtendWith(Installation.Shared.class)
class ManyReloadsTest {

    private static final int RELOADS = Integer.getInteger("drover.reloads", 40);
    private static final int WARM_UP = 40;

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final TrialRoute EDITED = TrialRoute.of("trial").schedule("every 2 seconds");
    private static final TrialRoute STEADY = TrialRoute.of("steady").schedule("every 2 seconds");

    /** What there is as often as there are routes, and no oftener. */
    private static final List<String> PER_ROUTE = List.of(
            "io.drover.task.TaskConsumer",
            "org.apache.camel.model.RouteDefinition",
            "org.apache.camel.impl.engine.RouteService",
            "org.apache.camel.component.sql.SqlProducer",
            "org.apache.camel.component.quartz.QuartzConsumer",
            "org.apache.camel.language.joor.ByteArrayClassLoader");

    private Path sql;

    @BeforeEach
    void write(Installation drover) throws Exception {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.web().sql(TrialRoute.CREATE).update();
        sql = Files.createDirectories(drover.routes().resolve("sql")).resolve("trial.sql");
        Files.writeString(sql, "select 'A' as code, 'begin' as name");
        save(drover, "steady.camel.yaml", STEADY.yaml());
        save(drover, "trial.camel.yaml", EDITED.query("file:" + sql).yaml());
    }

    @AfterEach
    void remove(Installation drover) throws Exception {
        for (String file : List.of("steady.camel.yaml", "trial.camel.yaml", "JavaTrial.java", "sql/trial.sql")) {
            Files.deleteIfExists(drover.routes().resolve(file));
        }
        reload(drover);
    }

    private static void save(Installation drover, String file, String text) throws IOException, InterruptedException {
        Files.writeString(drover.routes().resolve(file), text);
        reload(drover);
    }

    private static void reload(Installation drover) throws InterruptedException {
        drover.live().reload();
        drover.live().awaitMove();
    }

    @Test
    void F92_F93_many_reloads_leave_nothing_behind_and_miss_and_double_no_fire(Installation drover) throws Exception {
        Instant untouched = file(drover, "steady").loadedAt();
        for (int i = 0; i < WARM_UP; i++) {
            edit(drover, i);
        }
        Holdings before = Holdings.now(PER_ROUTE);
        Instant begin = Instant.now();
        for (int i = 0; i < RELOADS; i++) {
            edit(drover, i);
        }
        Duration took = Duration.between(begin, Instant.now());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Fires.of(drover, "trial", begin).size() >= 4);
        Holdings after = Holdings.now(PER_ROUTE);
        System.out.printf("%d reloads in %d ms%n%s%n%s%n", RELOADS, took.toMillis(), before, after);

        for (String task : List.of("trial", "steady")) {
            List<Run> runs = Fires.of(drover, task, begin);
            assertThat(runs.stream().map(Run::dueAt)).as(task).doesNotHaveDuplicates();
            assertThat(Fires.unserved(runs, INTERVAL)).as(task).isEmpty();
        }
        assertThat(file(drover, "steady").loadedAt()).as("another file").isEqualTo(untouched);
        assertThat(Fires.of(drover, "trial", begin).stream()
                        .filter(run -> run.status() == RunStatus.ENDED)
                        .map(Run::result))
                .containsOnly(Result.OK);
        // At most one version more than there are routes: one that a run had not left yet.
        after.objects()
                .forEach((type, count) -> assertThat(count)
                        .as(type)
                        .isLessThanOrEqualTo(before.objects().get(type) + 2));
        assertThat(after.threads() - before.threads()).as("threads of the site").isLessThan(3);
        assertThat(after.classes() - before.classes()).as("classes").isLessThan(100 + RELOADS / 20);
        // The JVM keeps its profiles of the Java compiler's code there as well, some 40 kB more at each of the first
        // Java
        // files. Without profiles (-XX:TieredStopAtLevel=1) 60 of them leave nothing.
        assertThat(after.metaspaceKilobytes() - before.metaspaceKilobytes())
                .as("metaspace")
                .isLessThan(2_000 + 4 * RELOADS);
    }

    /** One edit out of a round of four: title, a mistake, its mending, the SQL; now and then a Java file as well. */
    private void edit(Installation drover, int number) throws Exception {
        TrialRoute trial = EDITED.query("file:" + sql).title("Edit " + number);
        State wanted = State.LOADED;
        switch (number % 4) {
            case 1 -> {
                save(drover, "trial.camel.yaml", trial.yaml().replace("send:", "sned:"));
                wanted = State.LAST_GOOD;
            }
            case 3 -> {
                Files.writeString(sql, "select 'A' as code, 'edit %d' as name".formatted(number));
                reload(drover);
            }
            default -> save(drover, "trial.camel.yaml", trial.yaml());
        }
        assertThat(file(drover, "trial").state()).as("edit " + number).isEqualTo(wanted);
        if (number % 20 == 0) {
            save(
                    drover,
                    "JavaTrial.java",
                    TrialRoute.of("java-trial").title("Edit " + number).java("JavaTrial"));
            assertThat(file(drover, "java-trial").state()).isEqualTo(State.LOADED);
        }
    }

    private static RouteFile file(Installation drover, String task) {
        return drover.live().routeFiles().stream()
                .filter(file -> file.task().equals(task))
                .findFirst()
                .orElseThrow();
    }
}
