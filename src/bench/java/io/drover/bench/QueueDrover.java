package io.drover.bench;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.drover.task.RunRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.Exchange;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A Drover in a process of its own whose tasks do nothing: how many runs a second go from request to history, how soon one
 * begins on an empty queue, and what it asks of its database when idle, with people to be told. Eight queues, as many tasks waiting as there are.
 */
public final class QueueDrover {

    private static final int ASKERS = 8;
    private static final int QUEUES = 8;
    private static final int TASKS = 64;
    private static final int SAMPLES = 400;
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** PostgreSQL's sessions report what they did within 10 s. */
    private static final Duration REPORTED = Duration.ofSeconds(12);

    private static final String SITE = "BENCH";

    private static final String ROUTE = """
            - route:
                id: task-%1$d
                description: Does nothing
                from:
                  uri: task:task-%1$d
                  parameters: {queue: Queue %2$d, source: none}
                  steps:
                    - to:
                        uri: class:io.drover.bench.QueueDrover
                        parameters: {method: work}
            """;

    private static final BlockingQueue<String> FREE = new LinkedBlockingQueue<>();
    private static volatile CountDownLatch left = new CountDownLatch(0);
    private static volatile long workedAt;
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    /** The step of all tasks. A task may be asked for again as soon as it runs. */
    public void work(Exchange exchange) {
        workedAt = System.nanoTime();
        String task = exchange.getFromRouteId();
        SEEN.add(task);
        FREE.add(task);
        left.countDown();
    }

    /** Takes a folder for its files, how many runs it gets warm by, and how many are measured. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path routes = Files.createDirectories(folder.resolve("routes"));
        for (int i = 0; i < TASKS; i++) {
            Files.writeString(routes.resolve("task-%d.camel.yaml".formatted(i)), ROUTE.formatted(i, i % QUEUES));
            FREE.add("task-" + i);
        }
        Path file = Files.writeString(folder.resolve("application.properties"), """
                drover.sites = BENCH
                drover.port = 0
                drover.database.url = %s
                drover.database.user = %s
                drover.alerts.hook.url = http://127.0.0.1:1/none
                site.BENCH.start = true
                site.BENCH.pronto.url = jdbc:postgresql://127.0.0.1:1/none
                site.BENCH.web.url = jdbc:postgresql://127.0.0.1:1/none
                """.formatted(
                        System.getenv("DATABASE_URL"), System.getenv("DATABASE_USER")));
        Settings settings =
                Settings.load(file, Map.of("DROVER_DATABASE_PASSWORD", System.getenv("DATABASE_PASSWORD")), Map.of());
        try (DroverServer server = DroverServer.start(settings, Clock.systemUTC())) {
            Site site = server.sites().find(SITE).orElseThrow();
            site.awaitMove();
            if (site.view().state() != SiteState.RUNNING
                    || !site.view().problems().isEmpty()) {
                throw new IllegalStateException(site.view().toString());
            }
            BenchDatabase control = new BenchDatabase(
                    System.getenv("DATABASE_URL"), System.getenv("DATABASE_USER"), System.getenv("DATABASE_PASSWORD"));
            System.out.println("bench: " + measure(site.requests(), control, arguments));
        }
        System.exit(0);
    }

    private static String measure(RunRequests requests, BenchDatabase database, String[] arguments) throws Exception {
        JdbcClient control = database.sql();
        int warm = Integer.parseInt(arguments[1]);
        int runs = Integer.parseInt(arguments[2]);
        burst(requests, control, warm);
        double seconds = burst(requests, control, runs);
        check(control, warm + runs);
        double[] millis = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            Thread.sleep(10);
            left = new CountDownLatch(1);
            long begin = System.nanoTime();
            ask(requests, FREE.take());
            left.await();
            millis[i] = (workedAt - begin) / 1e6;
        }
        Arrays.sort(millis);
        // What autovacuum would do after so many runs counts as transactions of the database too.
        control.sql("vacuum analyze").update();
        Thread.sleep(REPORTED.toMillis());
        long before = transactions(database);
        Thread.sleep(IDLE.toMillis());
        double idle = (transactions(database) - before) / (double) IDLE.toSeconds();
        return "%.1f %.2f %.2f %.2f".formatted(runs / seconds, millis[SAMPLES / 2], millis[SAMPLES * 99 / 100], idle);
    }

    private static double burst(RunRequests requests, JdbcClient control, int runs) throws Exception {
        long before = ended(control);
        left = new CountDownLatch(runs);
        long begin = System.nanoTime();
        for (int i = 0; i < ASKERS; i++) {
            new Thread(() -> askMany(requests, runs / ASKERS), "asker " + i).start();
        }
        left.await();
        while (ended(control) < before + runs) {
            Thread.onSpinWait();
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void askMany(RunRequests requests, int runs) {
        try {
            for (int n = 0; n < runs; n++) {
                ask(requests, FREE.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(RunRequests requests, String task) {
        if (requests.ask(new RunRequest(task, Mode.CHANGED, Cause.SCHEDULE, "bench", null))
                .coalesced()) {
            throw new IllegalStateException(task + " was waiting");
        }
    }

    private static long ended(JdbcClient control) {
        return control.sql("select count(*) from drover.task_run where status = 'ENDED'")
                .query(Long.class)
                .single();
    }

    /** Every run is in the history once, OK, with its log, and none overlapped another of its queue. */
    private static void check(JdbcClient control, int runs) {
        long right = control.sql("""
                select count(*) from drover.task_run r
                 where result = 'OK' and started_at >= requested_at and ended_at >= started_at
                   and (select count(*) from drover.run_log l where l.run = r.run) = 2
                """).query(Long.class).single();
        long overlapping = control.sql("""
                select count(*) from (select started_at < lag(ended_at) over (partition by queue order by started_at) as early
                                        from drover.task_run) r
                 where early
                """).query(Long.class).single();
        if (right != runs || overlapping > 0 || SEEN.size() != TASKS) {
            throw new IllegalStateException("%d of %d runs are right, %d overlap".formatted(right, runs, overlapping));
        }
    }

    /** Asked of another database, for the question is a transaction as well. */
    private static long transactions(BenchDatabase database) {
        return database.beside("postgres")
                .sql()
                .sql("select xact_commit + xact_rollback from pg_stat_database where datname = ?")
                .param(database.name())
                .query(Long.class)
                .single();
    }
}
