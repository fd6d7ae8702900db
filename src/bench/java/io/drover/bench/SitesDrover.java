package io.drover.bench;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import io.drover.site.Site;
import io.drover.site.SiteState;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A Drover in a process of its own with many sites of twenty tasks: ten as integrators write them, which send at night,
 * and ten that do nothing, each once in a period. The shops are away; nothing is sent.
 */
public final class SitesDrover {

    private static final int SENDS = 10;
    private static final int POLLS = 10;
    private static final Duration WARM = Duration.ofSeconds(35);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration LATEST = Duration.ofSeconds(60);

    private static final String SEND = """
            - route:
                id: send-%1$d
                description: Sends products to the shop
                from:
                  uri: task:send-%1$d
                  parameters: {all: "every day at 02:%1$02d"}
                  steps:
                    - to:
                        uri: sql:file:routes/sql/product.sql
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:web.product_%1$d
                        parameters: {key: product_code}
            """;

    private static final String QUERY = """
            select product_code, title, price
              from product
             where cast(:#since as timestamp) is null
                or last_change >= cast(:#since as timestamp)
             order by product_code
            """;

    private static final String POLL = """
            - route:
                id: poll-%1$d
                description: Does nothing
                from:
                  uri: task:poll-%1$d
                  parameters: {queue: Polls, source: none, changed: "every %2$d seconds from 2026-01-01 00:00:%3$02d"}
                  steps:
                    - setBody: {expression: {constant: {expression: done}}}
            """;

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
        writeRoutes(folder, period);
        Settings settings = Settings.load(
                writeSettings(folder, sites),
                Map.of("DROVER_DATABASE_PASSWORD", System.getenv("DATABASE_PASSWORD")),
                Map.of());
        BenchDatabase control = new BenchDatabase(
                System.getenv("DATABASE_URL"), System.getenv("DATABASE_USER"), System.getenv("DATABASE_PASSWORD"));
        long begin = System.nanoTime();
        try (DroverServer server = DroverServer.start(settings, Clock.systemUTC())) {
            SitesDrover drover = new SitesDrover(server, control.sql(), period);
            drover.awaitSites();
            System.out.println(ChildJvm.ANSWER + drover.measure(seconds(begin)));
        }
        System.exit(0);
    }

    private static void writeRoutes(Path folder, Duration period) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(Files.createDirectories(routes.resolve("sql")).resolve("product.sql"), QUERY);
        for (int i = 0; i < SENDS; i++) {
            Files.writeString(routes.resolve("send-%d.camel.yaml".formatted(i)), SEND.formatted(i));
        }
        for (int i = 0; i < POLLS; i++) {
            long offset = i * period.toSeconds() / POLLS;
            Files.writeString(
                    routes.resolve("poll-%d.camel.yaml".formatted(i)), POLL.formatted(i, period.toSeconds(), offset));
        }
    }

    private static Path writeSettings(Path folder, int sites) throws Exception {
        String names = IntStream.range(0, sites).mapToObj(site -> "S" + site).collect(Collectors.joining(","));
        StringBuilder text =
                new StringBuilder("""
                drover.sites = %s
                drover.port = 0
                drover.database.url = %s
                drover.database.user = %s
                """.formatted(names, System.getenv("DATABASE_URL"), System.getenv("DATABASE_USER")));
        for (int site = 0; site < sites; site++) {
            text.append("""
                    site.S%1$d.start = true
                    site.S%1$d.pronto.url = jdbc:postgresql://127.0.0.1:1/none
                    site.S%1$d.web.url = jdbc:postgresql://127.0.0.1:1/none
                    """.formatted(site));
        }
        return Files.writeString(folder.resolve("application.properties"), text.toString());
    }

    private void awaitSites() throws InterruptedException {
        Collection<Site> sites = server.sites().all();
        for (Site site : sites) {
            while (site.view().state() != SiteState.RUNNING) {
                if (site.view().state() == SiteState.STOPPED) {
                    throw new IllegalStateException(site.view().toString());
                }
                Thread.sleep(10);
            }
        }
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
        long due = server.sites().all().size() * POLLS * MEASURED.toSeconds() / period.toSeconds();
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
