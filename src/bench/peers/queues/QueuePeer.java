import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Work that does nothing, through the queue of another system: how many a second, how soon, and at what cost when idle. */
public final class QueuePeer {

    private static final int ASKERS = 8;
    private static final int WORKERS = 8;
    private static final int SAMPLES = 40;
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** PostgreSQL's sessions report what they did within 10 s. */
    private static final Duration REPORTED = Duration.ofSeconds(12);

    private static final AtomicLong NUMBER = new AtomicLong();
    private static volatile CountDownLatch left = new CountDownLatch(0);
    private static volatile long workedAt;

    private QueuePeer() {}

    /** Puts one piece of work into the queue. */
    private interface Queue {
        void ask(long number) throws Exception;
    }

    /** Takes the name of the system, how often it works to get warm, and how often it is measured. */
    public static void main(String[] arguments) throws Exception {
        HikariDataSource database = database();
        Queue queue = switch (arguments[0]) {
            case "quartz" -> quartz(database);
            case "jobrunr" -> jobRunr(database);
            default -> dbScheduler(database);
        };
        burst(queue, Integer.parseInt(arguments[1]));
        int runs = Integer.parseInt(arguments[2]);
        double seconds = burst(queue, runs);
        double[] millis = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            Thread.sleep(100);
            left = new CountDownLatch(1);
            long begin = System.nanoTime();
            queue.ask(NUMBER.incrementAndGet());
            left.await();
            millis[i] = (workedAt - begin) / 1e6;
        }
        Arrays.sort(millis);
        Thread.sleep(REPORTED.toMillis());
        long before = transactions();
        Thread.sleep(IDLE.toMillis());
        double idle = (transactions() - before) / (double) IDLE.toSeconds();
        System.out.println(
                "bench: %.1f %.2f %.2f %.2f".formatted(runs / seconds, millis[SAMPLES / 2], millis[SAMPLES - 1], idle));
        System.exit(0);
    }

    private static double burst(Queue queue, int runs) throws Exception {
        left = new CountDownLatch(runs);
        long begin = System.nanoTime();
        Thread[] askers = new Thread[ASKERS];
        for (int i = 0; i < ASKERS; i++) {
            askers[i] = new Thread(() -> {
                for (int n = 0; n < runs / ASKERS; n++) {
                    try {
                        queue.ask(NUMBER.incrementAndGet());
                    } catch (Exception e) {
                        e.printStackTrace();
                        System.exit(1);
                    }
                }
            });
            askers[i].start();
        }
        left.await();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The work. */
    public static void work() {
        workedAt = System.nanoTime();
        left.countDown();
    }

    private static HikariDataSource database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getenv("DATABASE_URL"));
        config.setUsername(System.getenv("DATABASE_USER"));
        config.setPassword(System.getenv("DATABASE_PASSWORD"));
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    /** Asked of another database, for the question is a transaction as well. */
    private static long transactions() throws SQLException {
        String url = System.getenv("DATABASE_URL");
        String name = url.replaceFirst(".*/([^/?]+).*", "$1");
        try (Connection connection = DriverManager.getConnection(
                        url.replaceFirst("/[^/?]+(\\?|$)", "/postgres$1"),
                        System.getenv("DATABASE_USER"),
                        System.getenv("DATABASE_PASSWORD"));
                PreparedStatement statement = connection.prepareStatement(
                        "select xact_commit + xact_rollback from pg_stat_database where datname = ?")) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    private static void execute(HikariDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A job of Quartz. */
    public static final class Work implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            work();
        }
    }

    private static Queue quartz(HikariDataSource database) throws Exception {
        try (InputStream in =
                QueuePeer.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            if (in == null) {
                throw new IOException("Quartz brings no tables for PostgreSQL");
            }
            execute(database, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "bench");
        settings.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        settings.setProperty("org.quartz.threadPool.threadCount", String.valueOf(WORKERS));
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.isClustered", "true");
        settings.setProperty("org.quartz.jobStore.dataSource", "bench");
        settings.setProperty("org.quartz.dataSource.bench.provider", "hikaricp");
        settings.setProperty("org.quartz.dataSource.bench.driver", "org.postgresql.Driver");
        settings.setProperty("org.quartz.dataSource.bench.URL", System.getenv("DATABASE_URL"));
        settings.setProperty("org.quartz.dataSource.bench.user", System.getenv("DATABASE_USER"));
        settings.setProperty("org.quartz.dataSource.bench.password", System.getenv("DATABASE_PASSWORD"));
        settings.setProperty("org.quartz.dataSource.bench.maxConnections", "10");
        org.quartz.Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
        scheduler.start();
        return number -> scheduler.scheduleJob(
                JobBuilder.newJob(Work.class).withIdentity("job " + number).build(),
                TriggerBuilder.newTrigger()
                        .withIdentity("trigger " + number)
                        .startNow()
                        .build());
    }

    private static Queue jobRunr(HikariDataSource database) {
        JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(database))
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(WORKERS)
                        .andPollInterval(Duration.ofSeconds(5)))
                .initialize();
        return number -> BackgroundJob.enqueue(() -> QueuePeer.work());
    }

    private static Queue dbScheduler(HikariDataSource database) throws SQLException {
        execute(database, """
                create table scheduled_tasks (
                  task_name text not null, task_instance text not null, task_data bytea,
                  execution_time timestamp with time zone not null, picked boolean not null, picked_by text,
                  last_success timestamp with time zone, last_failure timestamp with time zone, consecutive_failures int,
                  last_heartbeat timestamp with time zone, version bigint not null, priority smallint,
                  primary key (task_name, task_instance));
                create index execution_time_idx on scheduled_tasks (execution_time);
                create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)
                """);
        OneTimeTask<Void> task = Tasks.oneTime("work").execute((instance, context) -> work());
        Scheduler scheduler = Scheduler.create(database, task)
                .threads(WORKERS)
                .pollUsingLockAndFetch(0.5, 4)
                .pollingInterval(Duration.ofSeconds(1))
                .build();
        scheduler.start();
        return number -> scheduler.schedule(task.instance("work " + number), Instant.now());
    }
}
