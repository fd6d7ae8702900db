package io.drover.bench;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Drover in a process of its own with {@link ManySites}, and what they cost. */
public final class SitesDrover {

    private static final Duration WARM = Duration.ofSeconds(35);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration LATEST = Duration.ofSeconds(60);

    private final DroverServer server;
    private final JdbcClient control;
    private final Duration period;

    private SitesDrover(DroverServer server, JdbcClient control, Duration period) {
        this.server = server;
        this.control = control;
        this.period = period;
    }

    /** Takes a folder for its files, how many sites to make, and how many seconds a period has: a divisor of 60. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path folder = Path.of(arguments[0]);
        int sites = Integer.parseInt(arguments[1]);
        Duration period = Duration.ofSeconds(Long.parseLong(arguments[2]));
        BenchDatabase control = BenchDatabase.ofEnvironment();
        Settings settings = ManySites.settings(folder, control, sites, period);
        long begin = System.nanoTime();
        try (DroverServer server = ManySites.start(settings)) {
            SitesDrover drover = new SitesDrover(server, control.sql(), period);
            System.out.println(ChildJvm.ANSWER + drover.measure(seconds(begin)));
        }
        System.exit(0);
    }

    /** All figures, in the order in which {@link SitesCase.Figures} reads them. */
    private String measure(double start) throws Exception {
        Thread.sleep(WARM.toMillis());
        Instant from = Instant.now();
        long cpu = cpuNanos();
        long transactions = transactions();
        Thread.sleep(MEASURED.toMillis());
        double cores = (cpuNanos() - cpu) / (double) MEASURED.toNanos();
        double asked = (transactions() - transactions - 1) / (double) MEASURED.toSeconds();
        Instant to = from.plus(MEASURED);
        long due = server.sites().all().size() * ManySites.POLLS * MEASURED.toSeconds() / period.toSeconds();
        long end = System.nanoTime() + LATEST.toNanos();
        double[] late = late(from, to);
        while (late.length < due && System.nanoTime() < end) {
            Thread.sleep(1000);
            late = late(from, to);
        }
        if (late.length != due) {
            throw new IllegalStateException("%d of %d fires have been run".formatted(late.length, due));
        }
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
        return "%.1f %d %d %d %.2f %.1f %.1f %.0f %.0f %.0f"
                .formatted(
                        start,
                        heap,
                        residentMegabytes(),
                        threads,
                        cores,
                        asked,
                        due / (double) MEASURED.toSeconds(),
                        late[late.length / 2],
                        late[late.length * 99 / 100],
                        late[late.length - 1]);
    }

    /** By how many milliseconds each run that was due in that time began late, in order. */
    private double[] late(Instant from, Instant to) {
        return control.sql("""
                select extract(epoch from started_at - due_at) * 1000 from drover.task_run
                 where due_at >= ?::timestamptz and due_at < ?::timestamptz and result = 'OK'
                 order by 1
                """).params(from.toString(), to.toString()).query(Double.class).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private long transactions() {
        return control.sql("select xact_commit from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static long residentMegabytes() throws Exception {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElse("VmRSS: 0 kB");
        return Long.parseLong(Arrays.asList(line.split("\\s+")).get(1)) / 1024;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
