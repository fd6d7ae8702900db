package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * F91: very many fires, one after the other as fast as they go, leave no thread, session, file or object behind.
 * {@code -Ddrover.soak=1000000} makes it a million instead of 4,000.
 */
@ExtendWith(Installation.Shared.class)
class SoakTest {

    private static final int FIRES = Integer.getInteger("drover.soak", 4_000);
    private static final int WARM_UP = 1_000;
    private static final int TASKS = 8;

    private static final String ROUTE = """
            - route:
                id: soak-%1$d
                description: Says one word
                from:
                  uri: task:soak-%1$d
                  parameters: {queue: Soak %2$d}
                  steps:
                    - to:
                        uri: sql:select 1 as one
                        parameters: {dataSource: "#pronto"}
                    - log: {message: done}
            """;

    /** What there is once for each run that has not ended. */
    private static final List<String> PER_RUN = List.of(
            "io.drover.run.RunningRun",
            "io.drover.run.RunLog",
            "io.drover.db.RunConnections",
            "org.apache.camel.support.DefaultExchange",
            "org.apache.camel.impl.engine.DefaultUnitOfWork");

    private final Installation drover;

    SoakTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeEach
    void write() throws Exception {
        drover.bring(drover.live(), SiteState.RUNNING);
        for (int i = 0; i < TASKS; i++) {
            Files.writeString(drover.routes().resolve("soak-%d.camel.yaml".formatted(i)), ROUTE.formatted(i, i % 2));
        }
        reload();
    }

    @AfterEach
    void remove() throws Exception {
        for (int i = 0; i < TASKS; i++) {
            Files.delete(drover.routes().resolve("soak-%d.camel.yaml".formatted(i)));
        }
        reload();
    }

    private void reload() throws InterruptedException {
        drover.live().reload();
        drover.live().awaitMove();
    }

    /** Asks until so many requests had runs of their own, and waits for the last of each task. */
    private void fire(int runs) {
        List<Long> last = new ArrayList<>();
        for (int i = 0, own = 0; own < runs; i++) {
            var answer = drover.live()
                    .requests()
                    .ask(new RunRequest("soak-" + i % TASKS, Mode.CHANGED, Cause.SCHEDULE, "schedule", null));
            if (!answer.coalesced()) {
                own++;
                last.add(answer.run());
            }
        }
        last.subList(Math.max(0, last.size() - TASKS), last.size()).forEach(drover::ended);
        Awaitility.await("the end of all")
                .until(() -> drover.server().runs().unfinished().stream()
                        .noneMatch(run -> run.task().startsWith("soak-") && run.status() != RunStatus.ENDED));
    }

    private int sessions() {
        return drover.web()
                .sql("select count(*) from pg_stat_activity where application_name like 'drover%'")
                .query(Integer.class)
                .single();
    }

    @Test
    void F91_any_number_of_fires_leaves_nothing_behind() throws Exception {
        fire(WARM_UP);
        Holdings before = Holdings.now(PER_RUN);
        int sessionsBefore = sessions();
        long begin = System.nanoTime();
        fire(FIRES);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Holdings after = Holdings.now(PER_RUN);
        System.out.printf("%,d runs in %.1f s%n%s%n%s%n", FIRES, seconds, before, after);

        assertThat(after.threads() - before.threads()).as("threads").isLessThan(3);
        assertThat(after.files() - before.files()).as("files and sockets").isLessThan(10);
        assertThat(sessions() - sessionsBefore).as("sessions").isLessThan(5);
        assertThat(after.classes() - before.classes()).as("classes").isLessThan(100);
        after.objects()
                .forEach((type, count) -> assertThat(count)
                        .as(type)
                        .isLessThanOrEqualTo(before.objects().getOrDefault(type, 0L) + 2 * TASKS));
        assertThat(after.heapKilobytes())
                .as("kB of heap")
                .isLessThan(before.heapKilobytes() + before.heapKilobytes() / 20 + 2_000);
    }
}
