package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import io.drover.fault.DroverApi.Ended;
import io.drover.send.Mode;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PR7: whatever happens to STAGE, LIVE sends as before. LIVE is kept busy meanwhile: each of its runs must be OK and take
 * about the time that it takes alone.
 */
class NeighboursTest {

    private static final String SETTINGS = """
            drover.database.url = SERVER/control
            drover.database.user = postgres
            drover.sites = LIVE,STAGE
            drover.count-waiting = false
            site.LIVE.start = true
            site.LIVE.pronto.url = SERVER/erp
            site.LIVE.pronto.user = postgres
            site.LIVE.pronto.time-zone = UTC
            site.LIVE.web.url = SERVER/live_shop
            site.LIVE.web.user = postgres
            site.LIVE.web.time-zone = UTC
            site.STAGE.start = true
            site.STAGE.pronto.url = PROXY/erp
            site.STAGE.pronto.user = postgres
            site.STAGE.pronto.time-zone = UTC
            site.STAGE.pronto.pool-size = 2
            site.STAGE.web.url = PROXY/stage_shop
            site.STAGE.web.user = postgres
            site.STAGE.web.time-zone = UTC
            """;

    /** Hangs as a program does that listens to nobody, until the test is over. */
    private static final String DEAF = """
            import org.apache.camel.builder.RouteBuilder;

            public class Deaf extends RouteBuilder {
                @Override
                public void configure() {
                    from("task:deaf?queue=Deaf").routeId("deaf").routeDescription("Listens to nobody").process(exchange -> {
                        while (Boolean.getBoolean("drover.test.deaf")) {
                            try {
                                Thread.sleep(20);
                            } catch (InterruptedException e) {
                                // Deaf.
                            }
                        }
                    });
                }
            }
            """;

    private static final String DEAF_SWITCH = "drover.test.deaf";
    private static final int RUNS = 40;
    private static final int HANGING = 4;
    private static final int ROWS = 3000;
    /** The machine of a test is never quiet; what must not happen is that LIVE waits for STAGE. */
    private static final int FACTOR = 4;

    private static final Duration AIR = Duration.ofMillis(100);

    private static OwnPostgres postgres;
    private static FaultyProxy proxy;
    private static DroverServer server;
    private static DroverApi api;
    private static Path routes;
    private static Duration alone;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        postgres = OwnPostgres.start(folder, "databases");
        postgres.create("control", "erp", "live_shop", "stage_shop");
        proxy = new FaultyProxy(postgres.port());
        postgres.client("erp")
                .sql("create table goods as select n as id, 'Goods ' || n as name from generate_series(1, %d) n"
                        .formatted(ROWS))
                .update();
        for (String shop : List.of("live_shop", "stage_shop")) {
            postgres.client(shop)
                    .sql("create table goods (id int primary key, name text)")
                    .update();
        }
        routes = Files.createDirectories(folder.resolve("routes"));
        // Half of the rows change from run to run.
        send(routes, "goods", "select id, case when id % 2 = 0 then name else now()::text end as name from goods");
        Path settings = Files.writeString(
                folder.resolve("application.properties"),
                SETTINGS.replace("SERVER/", postgres.url("")).replace("PROXY/", OwnPostgres.url(proxy.port(), "")));
        server = DroverServer.start(Settings.load(settings, Map.of(), Map.of("drover.port", "0")), Clock.systemUTC());
        api = new DroverApi(server.address().replaceAll("/$", ""));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(api::isReady);
        median(RUNS);
        alone = median(RUNS);
    }

    @AfterAll
    static void close() throws IOException {
        System.clearProperty(DEAF_SWITCH);
        server.close();
        proxy.close();
        postgres.close();
    }

    @BeforeEach
    @AfterEach
    void bring_STAGE_back() {
        System.clearProperty(DEAF_SWITCH);
        proxy.resume();
        if (!api.site("STAGE").getString("state").equals("RUNNING")) {
            api.start("STAGE");
        }
    }

    private static void send(Path folder, String task, String query) throws IOException {
        OrderRoute.writeOne(Files.createDirectories(folder), task, query, "public.goods", "key: id", "queue: " + task);
    }

    /** Lets LIVE send so often; all of it must be OK. */
    private static Duration median(int runs) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long begin = System.nanoTime();
            Ended run = api.sendAndWait("LIVE", "goods", "all");
            times.add(Duration.ofNanos(System.nanoTime() - begin));
            assertThat(run.result()).as(run.message()).isEqualTo("OK");
        }
        return times.stream().sorted().toList().get(runs / 2);
    }

    private static void assertLiveSendsAsBefore(String meanwhile) {
        Duration now = median(RUNS);
        System.out.printf("LIVE alone %d ms, while %s %d ms%n", alone.toMillis(), meanwhile, now.toMillis());
        assertThat(now)
                .as("LIVE while %s, alone %s", meanwhile, alone)
                .isLessThan(alone.multipliedBy(FACTOR).plus(AIR));
        assertThat(api.site("LIVE").getString("state")).isEqualTo("RUNNING");
    }

    private static List<String> hanging() {
        return IntStream.rangeClosed(1, HANGING)
                .mapToObj(number -> "hanging-" + number)
                .toList();
    }

    private static void hang(String query) throws IOException {
        for (String task : hanging()) {
            send(routes.resolve("STAGE"), task, query);
        }
        awaitTasks(hanging());
        hanging().forEach(task -> api.ask("STAGE", task, "all"));
    }

    private static void awaitTasks(List<String> tasks) {
        Awaitility.await()
                .until(() -> api.routes("STAGE").stream()
                        .map(file -> file.getString("task"))
                        .toList()
                        .containsAll(tasks));
    }

    private static int running() {
        return (int) api.runningTasks().stream()
                .map(JsonObject.class::cast)
                .filter(run -> run.getString("site").equals("STAGE")
                        && run.getString("status").equals("Running"))
                .count();
    }

    @Test
    void PR7_tasks_of_STAGE_that_hang_and_use_up_its_connections_change_nothing_for_LIVE() throws IOException {
        hang("select 1 as id, 'x' as name from pg_sleep(600)");
        Awaitility.await().until(() -> running() == HANGING);
        assertLiveSendsAsBefore("STAGE hangs and has no connection left");
        api.stop("STAGE", "hangs");
        api.awaitState("STAGE", "STOPPED");
    }

    @Test
    void PR7_databases_of_STAGE_that_are_dead_change_nothing_for_LIVE() throws IOException {
        hang("select 1 as id, 'x' as name from pg_sleep(600)");
        Awaitility.await().until(() -> running() == HANGING);
        proxy.silence();
        assertLiveSendsAsBefore("the databases of STAGE are dead");
        api.stop("STAGE", "dead");
        assertLiveSendsAsBefore("STAGE is stopped with dead databases");
        api.awaitState("STAGE", "STOPPED");
    }

    @Test
    void PR7_a_program_of_STAGE_that_listens_to_nobody_changes_nothing_for_LIVE_and_is_told() throws Exception {
        System.setProperty(DEAF_SWITCH, "true");
        Files.writeString(Files.createDirectories(routes.resolve("STAGE")).resolve("Deaf.java"), DEAF);
        awaitTasks(List.of("deaf"));
        long run = server.sites()
                .find("STAGE")
                .orElseThrow()
                .requests()
                .ask(new RunRequest("deaf", Mode.CHANGED, Cause.SCHEDULE, "test", null))
                .run();
        Awaitility.await().until(() -> running() == 1);
        ExecutorService people = Executors.newFixedThreadPool(10);
        List<Future<?>> pressing = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pressing.add(people.submit(() -> api.stopRun(run, "hangs")));
        }
        assertLiveSendsAsBefore("ten people try to stop a program of STAGE");
        for (Future<?> each : pressing) {
            each.get();
        }
        people.shutdown();
        api.stop("STAGE", "hangs");
        assertLiveSendsAsBefore("STAGE is stopped with a program that listens to nobody");
        api.awaitState("STAGE", "STOPPED");
        assertThat(api.site("STAGE").getJsonArray("problems"))
                .anyMatch(problem -> problem.toString().contains("Run %d of deaf has not ended".formatted(run)));
        api.start("STAGE");
        assertThat(running()).as("it still runs, and is shown so").isEqualTo(1);
        System.clearProperty(DEAF_SWITCH);
        assertThat(api.ended(run).result()).isEqualTo("Stopped");
        Files.delete(routes.resolve("STAGE/Deaf.java"));
    }

    @Test
    void PR7_files_of_STAGE_that_are_broken_again_and_again_change_nothing_for_LIVE() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService editor = Executors.newSingleThreadExecutor();
        Callable<Integer> editing = () -> {
            int edits = 0;
            for (; !over.get(); edits++) {
                Path stage = routes.resolve("STAGE");
                send(stage, "edited", "select 1 as id, 'edit %d' as name".formatted(edits));
                Files.writeString(stage.resolve("broken.camel.yaml"), "- route:\n    id: [" + "[".repeat(edits % 3000));
                Files.writeString(stage.resolve("Wrong.java"), "public class Wrong { int edit = \"" + edits + "\"; }");
                OrderTraffic.pause(Duration.ofMillis(200));
            }
            return edits;
        };
        Future<Integer> edits = editor.submit(editing);
        assertLiveSendsAsBefore("files of STAGE are broken");
        over.set(true);
        assertThat(edits.get()).isPositive();
        editor.shutdown();
        Awaitility.await()
                .until(() -> api.routes("STAGE").stream()
                                .filter(file -> file.getString("state").equals("broken"))
                                .count()
                        == 2);
        assertThat(api.site("LIVE").getJsonArray("problems")).isEmpty();
        for (String file : List.of("edited.camel.yaml", "broken.camel.yaml", "Wrong.java")) {
            Files.delete(routes.resolve("STAGE").resolve(file));
        }
    }

    @Test
    void PR7_starts_and_stops_of_STAGE_change_nothing_for_LIVE() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService operator = Executors.newSingleThreadExecutor();
        Future<?> moving = operator.submit(() -> {
            while (!over.get()) {
                api.stop("STAGE", "again and again");
                api.awaitState("STAGE", "STOPPED");
                api.start("STAGE");
            }
        });
        assertLiveSendsAsBefore("STAGE is stopped and started");
        over.set(true);
        moving.get();
        operator.shutdown();
    }
}
