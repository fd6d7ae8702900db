package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Bar;
import io.drover.Installation;
import io.drover.send.Mode;
import io.drover.task.NotRunningException;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The serial queue of a site, what a restart keeps of its schedules, and starts and stops that fail half-way. */
@ExtendWith(Installation.Shared.class)
class SiteLifeTest {

    private static final String SITE = "/sites/" + ModelledSite.NAME;

    private static ModelledSite real;

    @BeforeAll
    static void open(Installation drover, @TempDir Path folder) throws Exception {
        real = new ModelledSite(drover, folder);
    }

    @AfterAll
    static void close() throws Exception {
        real.close();
    }

    @BeforeEach
    void bring_up() throws InterruptedException {
        real.awaitMove();
        if (!real.site().isRunning()) {
            real.site().start("test");
            real.awaitMove();
        }
    }

    private static JsonObject run(long number) throws Exception {
        return real.api().find("/runs/" + number);
    }

    private static Instant at(JsonObject run, String field) {
        return Instant.parse(run.getString(field));
    }

    private static long send(String task, Mode mode) throws Exception {
        String what = mode == Mode.ALL ? "send-all" : "send-changed";
        return real.api()
                .post("%s/tasks/%s/%s".formatted(SITE, task, what), new JsonObject())
                .body()
                .getLong("run");
    }

    private static JsonObject ended(long number) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> run(number), run -> run.getString("result") != null);
    }

    @Test
    void IA8_IF5_one_run_at_a_time_in_the_order_of_requests_and_each_tells_how_long_it_waited() throws Exception {
        real.source.shut();
        List<Long> asked = new ArrayList<>();
        for (Mode mode : List.of(Mode.CHANGED, Mode.ALL)) {
            for (String task : List.of("second", "first")) {
                asked.add(send(task, mode));
            }
        }
        Awaitility.await().until(() -> run(asked.get(0)).getString("status").equals("Running"));
        assertThat(asked.subList(1, 4))
                .allSatisfy(run -> assertThat(run(run).getString("status")).isEqualTo("Queued"));
        real.source.open();
        List<JsonObject> runs =
                Stream.of(0, 1, 2, 3).map(asked::get).map(SiteLifeTest::ended).toList();
        for (int i = 1; i < runs.size(); i++) {
            JsonObject before = runs.get(i - 1);
            JsonObject run = runs.get(i);
            assertThat(at(run, "startedAt")).as(run.encode()).isAfterOrEqualTo(at(before, "endedAt"));
            assertThat(at(run, "requestedAt"))
                    .as("it was asked for while the first one ran: " + run.encode())
                    .isBefore(at(runs.get(0), "endedAt"))
                    .isBefore(at(run, "startedAt"));
            assertThat(run.getString("result")).isEqualTo("OK");
        }
    }

    @Test
    void F86_a_queue_that_stands_still_takes_any_number_of_requests_and_keeps_one_of_each_kind() throws Exception {
        int requests = Integer.getInteger("drover.requests", 5_000);
        real.source.shut();
        try {
            long running = send("first", Mode.ALL);
            Awaitility.await().until(() -> run(running).getString("status").equals("Running"));
            Set<Long> asked = new TreeSet<>();
            for (int i = 0; i < requests; i++) {
                for (Mode mode : Mode.values()) {
                    String task = i % 2 == 0 ? "first" : "second";
                    asked.add(real.site()
                            .requests()
                            .ask(new RunRequest(task, mode, Cause.SCHEDULE, "test", null))
                            .run());
                }
            }
            assertThat(asked)
                    .as("runs that wait for %,d requests", 2 * requests)
                    .hasSize(4);
            List<JsonObject> unfinished = real.api().list("/running-tasks");
            assertThat(unfinished).hasSize(5);
            assertThat(unfinished.subList(1, 5)).allSatisfy(waiting -> {
                assertThat(waiting.getString("status")).isEqualTo("Queued");
                assertThat(asked).contains(waiting.getLong("run"));
            });
            real.source.open();
            asked.forEach(run -> assertThat(ended(run).getString("result")).isEqualTo("OK"));
        } finally {
            real.source.open();
        }
    }

    @Test
    void IA6_a_run_on_demand_begins_at_once_where_nothing_is_in_its_way() throws Exception {
        JsonObject run = ended(send("quick", Mode.ALL));
        assertThat(Duration.between(at(run, "requestedAt"), at(run, "startedAt")))
                .isLessThan(Bar.ofSeconds(1));
    }

    @Test
    void IA4_schedules_are_kept_in_the_database_with_who_changed_them_and_why() throws Exception {
        String path =
                "/scheduled-tasks/" + real.api().list("/scheduled-tasks").get(0).getLong("id");
        JsonObject edit = new JsonObject()
                .put("schedule", "once at 2099-03-01 05:00")
                .put("node", "night shift")
                .put("comments", "for the stocktake")
                .put("reason", "stocktake");
        assertThat(real.api().change("PUT", path, edit).status()).isEqualTo(200);
        JsonObject before = real.api().find(path);
        real.restart();
        real.awaitMove();
        JsonObject after = real.api().find(path);
        assertThat(after).isEqualTo(before);
        assertThat(after.getString("node")).isEqualTo("night shift");
        assertThat(after.getString("reason")).isEqualTo("stocktake");
        assertThat(real.api().change("DELETE", path, new JsonObject()).status()).isEqualTo(200);
    }

    @Test
    void F82_a_start_that_fails_half_way_leaves_nothing_running_and_says_why() throws Exception {
        real.site().stop("test", "before a start");
        real.awaitMove();
        real.way.execute("alter table drover.pending_click rename to pending_click_away");
        try {
            assertThat(real.api().post(SITE + "/start", new JsonObject()).status())
                    .isEqualTo(202);
            real.awaitMove();
            JsonObject site = real.api().list("/sites").get(0);
            assertThat(site.getString("state")).isEqualTo("STOPPED");
            assertThat(site.getJsonArray("threads")).isEmpty();
            assertThat(site.getJsonArray("problems").getString(0))
                    .startsWith("STARTING failed: Drover's own database: ")
                    .contains("pending_click")
                    .doesNotContain("Exception");
            assertThatThrownBy(() -> real.site()
                            .requests()
                            .ask(new RunRequest("quick", Mode.CHANGED, Cause.SCHEDULE, "test", null)))
                    .isInstanceOf(NotRunningException.class);
        } finally {
            real.way.execute("alter table drover.pending_click_away rename to pending_click");
        }
        assertThat(real.api().post(SITE + "/start", new JsonObject()).status()).isEqualTo(202);
        real.awaitMove();
        JsonObject site = real.api().list("/sites").get(0);
        assertThat(site.getString("state")).isEqualTo("RUNNING");
        assertThat(site.getJsonArray("problems")).isEmpty();
        assertThat(ended(send("quick", Mode.ALL)).getString("result")).isEqualTo("OK");
    }

    @Test
    void F13_a_start_that_failed_because_its_own_database_was_away_is_tried_again_when_that_is_back() throws Exception {
        real.site().stop("test", "before a start");
        real.awaitMove();
        real.failWay("57P03");
        try {
            assertThat(real.api().post(SITE + "/start", new JsonObject()).status())
                    .isEqualTo(202);
            // It is tried again all the time, so that it may be starting at any moment.
            Awaitility.await().untilAsserted(() -> {
                JsonObject site = real.api().list("/sites").get(0);
                assertThat(site.getString("state")).isEqualTo("STOPPED");
                assertThat(site.getJsonArray("problems"))
                        .first()
                        .asString()
                        .startsWith("STARTING failed: Drover's own database: ")
                        .endsWith("The site starts when it answers again");
            });
        } finally {
            real.mendWay();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> real.api().list("/sites").get(0).getString("state").equals("RUNNING"));
        assertThat(real.api().list("/sites").get(0).getJsonArray("problems")).isEmpty();
        assertThat(ended(send("quick", Mode.ALL)).getString("result")).isEqualTo("OK");
    }

    @Test
    void F84_a_site_whose_start_failed_can_be_stopped_and_stays_so_with_its_reason() throws Exception {
        real.site().stop("test", "before a start");
        real.awaitMove();
        real.way.execute("alter table drover.pending_click rename to pending_click_away");
        try {
            real.api().post(SITE + "/start", new JsonObject());
            real.awaitMove();
            assertThat(real.api().list("/sites").get(0).getString("state")).isEqualTo("STOPPED");
        } finally {
            real.way.execute("alter table drover.pending_click_away rename to pending_click");
        }
        JsonObject reason = new JsonObject().put("reason", "stocktake");
        assertThat(real.api().post(SITE + "/stop", reason).status()).isEqualTo(202);
        real.awaitMove();
        assertStocktake();
        assertThat(real.audited(1)).containsExactly("Stop Site stocktake");
        assertThat(real.api().post(SITE + "/stop", reason).status())
                .as("stopped and meant to be")
                .isEqualTo(409);
        real.restart();
        real.awaitMove();
        assertStocktake();
    }

    private void assertStocktake() throws IOException, InterruptedException {
        JsonObject site = real.api().list("/sites").get(0);
        assertThat(site.getString("state")).isEqualTo("STOPPED");
        assertThat(site.getString("reason")).isEqualTo("stocktake");
        assertThat(site.getJsonArray("problems")).isEmpty();
    }

    @Test
    void F82_a_stop_whose_own_database_fails_stops_all_the_same_and_says_what_is_not_written() throws Exception {
        real.source.shut();
        long running = send("first", Mode.ALL);
        long waiting = send("second", Mode.ALL);
        Awaitility.await().until(() -> run(running).getString("status").equals("Running"));
        real.failWay("P0001");
        try {
            assertThat(real.api()
                            .post(SITE + "/stop", new JsonObject().put("reason", "stocktake"))
                            .status())
                    .isEqualTo(202);
            real.awaitMove();
            JsonObject site = real.api().list("/sites").get(0);
            assertThat(site.getString("state")).isEqualTo("STOPPED");
            assertThat(site.getJsonArray("problems").getString(0))
                    .startsWith("What waited is not written down as stopped");
            assertThat(run(running).getString("result")).isEqualTo("Stopped");
            assertThat(run(waiting).getString("status")).isEqualTo("Queued");
            assertThat(real.working()).isZero();
        } finally {
            real.mendWay();
            real.source.open();
        }
        real.site().start("test");
        real.awaitMove();
        assertThat(run(waiting).getString("message"))
                .isEqualTo("Still waiting when site MODEL was started; a start commences nothing");
    }
}
