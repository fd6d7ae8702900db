package io.drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.drover.Installation;
import io.drover.run.Run;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Measures how late runs begin and what waiting costs; on a machine that does nothing else:
 * {@code ./mvnw test -Dtest=BellFigures -Ddrover.fires=300}.
 */
@ExtendWith(Installation.Shared.class)
@EnabledIfSystemProperty(named = "drover.fires", matches = "[0-9]+")
class BellFigures {

    private static final int SCHEDULES = 2_000;
    private static final int OBSERVED_SECONDS = 30;

    @Test
    void runs_begin_within_50_ms_of_their_due_time_at_p99(Installation drover) throws Exception {
        int fires = Integer.getInteger("drover.fires");
        try (BellLab lab = new BellLab(drover, Instant.now(), "quick")) {
            int id = lab.schedule("quick", "every 1 second").id();
            lab.hang();
            List<Run> runs = Awaitility.await()
                    .atMost(Duration.ofSeconds(fires + 60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> lab.history(id), rows -> rows.size() >= fires);
            List<Long> late = runs.stream()
                    .filter(run -> run.startedAt() != null)
                    .map(run -> Duration.between(run.dueAt(), Objects.requireNonNull(run.startedAt()))
                            .toMillis())
                    .sorted()
                    .toList();
            long p99 = late.get(late.size() * 99 / 100);
            System.out.printf(
                    "%d fires: start after due at the median %d ms, p99 %d ms, at most %d ms%n",
                    late.size(), late.get(late.size() / 2), p99, late.get(late.size() - 1));
            assertThat(p99).isLessThan(50);
        }
    }

    @Test
    void schedules_that_are_not_due_cost_less_than_a_twentieth_of_a_core(Installation drover) throws Exception {
        try (BellLab lab = new BellLab(drover, Instant.parse("2026-11-22T12:00:00Z"), "quick")) {
            double without = load();
            IntStream.range(0, SCHEDULES)
                    .forEach(n -> lab.schedule("quick", n % 2 == 0 ? "every day at 01:00" : "cron 0 0 1 ? * MON-FRI"));
            lab.hang();
            load();
            double with = load();
            System.out.printf(
                    "%d schedules, none due: %.2f %% of a core, without them %.2f %%%n",
                    SCHEDULES, 100 * with, 100 * without);
            assertThat(with - without).isLessThan(0.05);
        }
    }

    /** Share of a core that this process takes while nothing happens. */
    private static double load() throws InterruptedException {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = process.getProcessCpuTime();
        long begin = System.nanoTime();
        assertThat(new CountDownLatch(1).await(OBSERVED_SECONDS, TimeUnit.SECONDS))
                .isFalse();
        return (double) (process.getProcessCpuTime() - before) / (System.nanoTime() - begin);
    }
}
