package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.JsonApi;
import io.drover.http.HttpServer;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over real sites and databases (S31 to S40). Works on STAGE; LIVE belongs to other tests. */
@ExtendWith(Installation.Shared.class)
class ApiTest {

    private static final List<String> RUN_FIELDS = List.of(
            "run",
            "site",
            "task",
            "title",
            "mode",
            "purpose",
            "cause",
            "requestedBy",
            "requestedAt",
            "dueAt",
            "startedAt",
            "endedAt",
            "status",
            "result",
            "light",
            "message",
            "ofRun",
            "guardRemovals",
            "confirmedRemovals",
            "retries",
            "node",
            "read",
            "equal",
            "inserted",
            "updated",
            "removed",
            "refused",
            "held",
            "skipped");

    private static final Map<String, String> FILES = Map.of(
            "api-slow", """
            - route:
                id: api-slow
                description: Waits inside a statement of the source
                from:
                  uri: task:api-slow
                  parameters:
                    queue: Slow
                    all: every SUN at 02:00
                    freshWithin: 30m
                  steps:
                    - to:
                        uri: sql:select 'W' as code, pg_sleep(60)::text as name
                        parameters:
                          dataSource: "#pronto"
                          outputType: StreamList
                    - to:
                        uri: send:public.api_slow
                        parameters:
                          key: code
            """,
            "api-script", """
            - route:
                id: api-script
                description: Has no rows
                from:
                  uri: task:api-script
                  steps:
                    - log:
                        message: Hello
            """);

    private static HttpServer http;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Installation drover;

    ApiTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeAll
    static void serve(Installation drover) throws Exception {
        Path folder = Files.createDirectories(drover.routes().resolve("STAGE"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(folder.resolve(file.getKey() + ".camel.yaml"), file.getValue());
        }
        drover.webStage()
                .sql("create table if not exists public.api_slow (code text primary key, name text)")
                .update();
        drover.restart(drover.stage());
        http = drover.serveApi();
    }

    @AfterAll
    static void leave(Installation drover) throws Exception {
        http.close();
        for (String name : FILES.keySet()) {
            Files.delete(drover.routes().resolve("STAGE").resolve(name + ".camel.yaml"));
        }
        drover.restart(drover.stage());
        drover.webStage().sql("drop table public.api_slow").update();
    }

    @BeforeEach
    void run_stage() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
    }

    @Test
    void sites_are_listed_with_their_state() throws Exception {
        JsonArray sites = list("/sites");

        assertThat(sites).hasSize(2);
        JsonObject stage = sites.getJsonObject(1);
        assertThat(stage.fieldNames()).containsExactly("site", "state", "reason", "by", "since", "threads", "problems");
        assertThat(stage.getString("site")).isEqualTo("STAGE");
        assertThat(stage.getString("state")).isEqualTo("RUNNING");
        assertThat(stage.getJsonArray("threads").getList()).contains("AllOthers", "GetData", "Trigger", "Monitor");
        assertThat(Instant.parse(stage.getString("since")))
                .isBefore(Instant.now().plusSeconds(5));
    }

    @Test
    void route_files_are_listed_with_the_version_in_use_and_their_problems() throws Exception {
        Path broken = drover.routes().resolve("STAGE").resolve("api-broken.camel.yaml");
        Files.writeString(
                broken,
                FILES.get("api-script").replace("api-script", "api-broken").replace("log", "lug"));
        try {
            JsonObject file = Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> routeFile("api-broken"), each -> each != null);
            assertThat(file.fieldNames()).containsExactly("file", "task", "state", "loadedAt", "problems");
            assertThat(file.getString("file")).isEqualTo("routes/STAGE/api-broken.camel.yaml");
            assertThat(file.getString("state")).isEqualTo("broken");
            assertThat(file.getString("loadedAt")).isNull();
            JsonObject problem = file.getJsonArray("problems").getJsonObject(0);
            assertThat(problem.getInteger("line")).isEqualTo(7);
            assertThat(problem.getString("reason")).contains("lug");
            JsonObject good = routeFile("api-script");
            assertThat(good.getString("state")).isEqualTo("loaded");
            assertThat(Instant.parse(good.getString("loadedAt")))
                    .isBefore(Instant.now().plusSeconds(5));
            assertThat(good.getJsonArray("problems")).isEmpty();
        } finally {
            Files.delete(broken);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> routeFile("api-broken") == null);
    }

    private JsonObject routeFile(String task) throws Exception {
        return list("/sites/STAGE/routes").stream()
                .map(JsonObject.class::cast)
                .filter(file -> file.getString("task").equals(task))
                .findFirst()
                .orElse(null);
    }

    @Test
    void a_site_is_stopped_with_a_reason_and_started_again() throws Exception {
        HttpResponse<String> stop = post("/sites/STAGE/stop", "{\"reason\":\" Stocktake \"}");

        assertThat(stop.statusCode()).isEqualTo(202);
        assertThat(json(stop).getString("state")).isIn("STOPPING", "STOPPED");
        assertThat(json(stop).getString("reason")).isEqualTo("Stocktake");
        assertThat(json(stop).getString("by")).isEqualTo("operator");
        drover.stage().awaitMove();
        assertThat(post("/sites/STAGE/stop", "{\"reason\":\"Stocktake\"}").statusCode())
                .isEqualTo(409);
        assertThat(list("/sites").getJsonObject(1).getString("state")).isEqualTo("STOPPED");

        HttpResponse<String> start = post("/sites/STAGE/start", "");

        assertThat(start.statusCode()).isEqualTo(202);
        drover.stage().awaitMove();
        assertProblem(post("/sites/STAGE/start", "{}"), 409, "STAGE");
        assertThat(list("/sites").getJsonObject(1).getString("state")).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "{\"reason\":\"\"}",
                "{\"reason\":\"  a  \"}",
                "{\"reason\":null}",
                "{\"reason\":5}",
                "{\"reason\":[\"long enough\"]}",
                "{\"reason\":\"\\u0000 null\"}",
                "{\"reason\":\"half \\ud800 pair\"}",
                "{\"reason\":\"LONG\"}"
            })
    void a_stop_without_a_good_reason_is_refused(String body) throws Exception {
        HttpResponse<String> response = post("/sites/STAGE/stop", body.replace("LONG", "x".repeat(201)));

        assertProblem(response, 400, "reason");
        assertThat(json(response).getString("field")).isEqualTo("reason");
        assertThat(drover.stage().isRunning()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"x\"",
                "{\"reason\":\"abc\"} x",
                "{\"reason\":\"abc\"}{}",
                "\uFEFF{}",
                "NaN",
                "{\"reason\":\"abc\",\"reason\":\"def\"}",
                "{\"reason\":\"abc\",\"force\":\"yes\"}",
                "{\"reason\":1e400}",
                "{\"reason\":\"abc\"",
                "null",
                "{\"a\":{\"a\":{\"a\":1}}}",
                "<x/>"
            })
    void a_body_that_is_not_as_described_is_refused(String body) throws Exception {
        assertProblem(post("/sites/STAGE/stop", body), 400, "");
        assertThat(drover.stage().isRunning()).isTrue();
    }

    @Test
    void a_deeply_nested_body_is_refused() throws Exception {
        assertProblem(post("/sites/STAGE/stop", "[".repeat(10_000)), 400, "");
        assertProblem(post("/sites/STAGE/stop", "{\"reason\":" + "[".repeat(10_000)), 400, "text");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x"
    })
    void another_content_type_is_refused(String type) throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(http.url() + "/api/v1/sites/STAGE/stop"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("{\"reason\":\"Stocktake\"}"))
                        .build(),
                BodyHandlers.ofString());

        assertProblem(response, 415, "application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /sites/NONE/tasks, 404",
        "POST, /sites/NONE/start, 404",
        "GET, /sites/STAGE/tasks?x=1, 400",
        "GET, /runs?site=LIVE&site=STAGE, 400",
        "GET, /runs?site=NONE, 400",
        "GET, /runs?result=Good, 400",
        "GET, /runs?limit=0, 400",
        "GET, /runs?limit=1001, 400",
        "GET, /runs?limit=99999999999999999999, 400",
        "GET, /runs?limit=1e2, 400",
        "GET, /runs?from=2026-02-30T00:00:00Z, 400",
        "GET, /runs?from=2026-11-22T07:05:00, 400",
        "GET, /runs?from=%2B292278994-01-01T00:00:00Z, 400",
        "GET, /runs?to=, 400",
        "GET, /runs?task=%00, 400",
        "GET, /runs?colour=red, 400",
        "GET, /runs/0, 404",
        "GET, /runs/-1, 400",
        "GET, /runs/1e3, 400",
        "GET, /runs/0x1, 400",
        "GET, /runs/%D9%A1, 400",
        "GET, /runs/99999999999999999999, 400",
        "GET, /runs/999999999999999999, 404",
        "GET, /runs/999999/log, 404",
        "GET, /scheduled-tasks/1, 404",
        "GET, /scheduled-tasks/x, 400",
        "POST, /sites/STAGE/tasks/none/send-all, 404",
        "POST, /sites/STAGE/tasks/api-script/send-all, 409",
        "POST, /running-tasks/999999/stop, 400",
        "GET, /sites/STAGE/log?lines=1001, 400",
        "GET, /sites/%00/log, 404"
    })
    void what_cannot_be_answered_is_a_problem_with_the_right_status(String method, String path, int status)
            throws Exception {
        assertProblem(send(method, path), status, "");
    }

    @Test
    void unknown_names_are_told_together_with_those_there_are() throws Exception {
        assertProblem(send("GET", "/sites/NONE/tasks"), 404, "LIVE, STAGE");
        assertProblem(send("POST", "/sites/STAGE/tasks/none/send-all"), 404, "product-master");
        assertThat(json(send("GET", "/runs?colour=red")).getString("parameter")).isEqualTo("colour");
    }

    @Test
    void a_wrong_method_is_told_which_ones_there_are() throws Exception {
        HttpResponse<String> response = send("DELETE", "/sites");

        assertProblem(response, 405, "GET");
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(send("GET", "/sites/STAGE/start").headers().firstValue("Allow"))
                .contains("POST");
        assertThat(send("HEAD", "/sites").statusCode()).isEqualTo(200);
    }

    @Test
    void send_changed_runs_and_its_run_tells_everything() throws Exception {
        HttpResponse<String> response = send("POST", "/sites/STAGE/tasks/product-availability/send-changed");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).getBoolean("commenced")).isTrue();
        long id = json(response).getLong("run");
        drover.ended(id);
        JsonObject run = json(send("GET", "/runs/" + id));
        assertThat(run.fieldNames()).containsExactlyElementsOf(RUN_FIELDS);
        assertThat(run.getString("result")).isEqualTo("OK");
        assertThat(run.getString("status")).isEqualTo("Ended");
        assertThat(run.getString("cause")).isEqualTo("ad-hoc");
        assertThat(run.getLong("read"))
                .isEqualTo(List.of("equal", "inserted", "updated", "removed", "refused", "held", "skipped").stream()
                        .mapToLong(run::getLong)
                        .sum());
        JsonArray lines = json(send("GET", "/runs/%d/log".formatted(id))).getJsonArray("lines");
        assertThat(lines).isNotEmpty();
        JsonArray rest =
                json(send("GET", "/runs/%d/log?after=1&limit=1".formatted(id))).getJsonArray("lines");
        assertThat(rest.getJsonObject(0)).isEqualTo(lines.getJsonObject(1));
        assertThat(list("/runs?site=STAGE&task=product-availability&result=OK&limit=1")
                        .getJsonObject(0))
                .isEqualTo(run);
        assertThat(list("/runs?to=2020-01-01T00:00:00%2B02:00")).isEmpty();
        assertThat(task("product-availability").getJsonObject("lastRun")).isEqualTo(run);
    }

    @Test
    void a_send_on_a_stopped_site_is_pending_changed_and_not_commenced() throws Exception {
        drover.bring(drover.stage(), SiteState.STOPPED);

        HttpResponse<String> response = send("POST", "/sites/STAGE/tasks/product-master/send-all");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).getString("status")).isEqualTo("Pending Changed");
        assertThat(json(response).getBoolean("commenced")).isFalse();
        assertThat(json(response).getString("mode")).isEqualTo("ALL");
        JsonObject task = task("product-master");
        assertThat(task.getString("status")).isEqualTo("Pending Changed");
        assertThat(task.getJsonObject("pending").getString("mode")).isEqualTo("ALL");

        drover.bring(drover.stage(), SiteState.RUNNING);

        assertThat(task("product-master").getString("status")).isEmpty();
        assertThat(task("product-master").getValue("pending")).isNull();
    }

    @Test
    void a_stopped_site_promises_no_next_run() throws Exception {
        JsonObject running = task("api-slow");
        assertThat(Instant.parse(running.getString("nextRun"))).isAfter(Instant.now());
        assertThat(running.getValue("nextRunNote")).isNull();
        assertThat(running.getString("freshWithin")).isEqualTo("PT30M");
        assertThat(running.getBoolean("sendable")).isTrue();

        drover.bring(drover.stage(), SiteState.STOPPED);

        assertThat(task("api-slow").getValue("nextRun")).isNull();
        assertThat(task("api-slow").getString("nextRunNote"))
                .matches("stopped, would be \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
    }

    @Test
    void scheduled_tasks_are_found_by_their_number() throws Exception {
        JsonObject scheduled = list("/scheduled-tasks?site=STAGE").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("task").equals("api-slow"))
                .findFirst()
                .orElseThrow();

        assertThat(scheduled.fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "taskId",
                        "site",
                        "task",
                        "title",
                        "mode",
                        "schedule",
                        "lastRun",
                        "nextRun",
                        "zone",
                        "enabled",
                        "node",
                        "origin",
                        "fileSchedule",
                        "fileScheduleAtEdit",
                        "fileChanged",
                        "changedBy",
                        "changedAt",
                        "reason",
                        "version",
                        "nextRunNote",
                        "comments",
                        "status");
        assertThat(scheduled.getString("schedule")).isEqualTo("every SUN at 02:00");
        assertThat(json(send("GET", "/scheduled-tasks/" + scheduled.getInteger("id"))))
                .isEqualTo(scheduled);
    }

    @Test
    void a_running_task_is_listed_and_stopped_while_another_waits() throws Exception {
        long run = json(send("POST", "/sites/STAGE/tasks/api-slow/send-all")).getLong("run");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> running(run).equals("Running"));
        JsonObject waiting = json(send("POST", "/sites/STAGE/tasks/api-slow/send-changed"));
        JsonObject again = json(send("POST", "/sites/STAGE/tasks/api-slow/send-changed"));

        assertThat(again).isEqualTo(waiting.copy().put("coalesced", true));
        assertThat(running(waiting.getLong("run"))).isEqualTo("Queued");
        assertProblem(stop(waiting.getLong("run")), 409, "waiting");

        HttpResponse<String> stopped = stop(run);

        assertThat(stopped.statusCode()).isEqualTo(202);
        assertThat(json(stopped).getString("result")).isEqualTo("Stopped");
        assertThat(json(stopped).getString("message")).contains("operator", "Too slow");
        assertProblem(stop(run), 409, "has ended");
        assertProblem(stop(999_999), 404, "no run");
        drover.bring(drover.stage(), SiteState.STOPPED);
        assertThat(list("/running-tasks?site=STAGE")).isEmpty();
    }

    @Test
    void the_site_s_log_ends_with_its_last_line() throws Exception {
        drover.restart(drover.stage());

        JsonObject log = json(send("GET", "/sites/STAGE/log?lines=50"));

        assertThat(log.getString("site")).isEqualTo("STAGE");
        assertThat(log.getJsonArray("lines").getList().toString()).contains("Site STAGE started successfully!");
    }

    @Test
    void the_description_is_served() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(http.url() + "/api/openapi.yaml"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("openapi: 3");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    /** Files come by way of the machine's own files alone; there is nothing that unpacks what a client sends (zip slip, bombs). */
    @ParameterizedTest
    @CsvSource({
        "POST, /sites/STAGE/routes",
        "PUT, /sites/STAGE/routes",
        "PUT, /sites/STAGE/routes/evil.camel.yaml",
        "POST, /routes",
        "PATCH, /sites/STAGE/routes"
    })
    void S42_there_is_no_way_to_upload_route_files(String method, String path) throws Exception {
        List<Path> before = files();
        for (String type : List.of("application/zip", "multipart/form-data; boundary=x", "application/json")) {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(http.url() + "/api/v1" + path))
                            .header("Content-Type", type)
                            .method(method, BodyPublishers.ofByteArray(new byte[42]))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(type).isIn(404, 405);
        }
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(drover.routes())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static String running(long run) throws Exception {
        return list("/running-tasks?site=STAGE").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getLong("run") == run)
                .map(each -> each.getString("status"))
                .findFirst()
                .orElse("");
    }

    private static HttpResponse<String> stop(long run) throws Exception {
        return post("/running-tasks/%d/stop".formatted(run), "{\"reason\":\"Too slow\"}");
    }

    private static JsonObject task(String name) throws Exception {
        return list("/sites/STAGE/tasks").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("task").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject problem = json(response);
        assertThat(problem.fieldNames()).contains("type", "title", "status", "detail", "instance");
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).contains(detail).doesNotContain("Exception", "io.drover", "\n");
    }

    private static JsonArray list(String path) throws Exception {
        return api().array(path);
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static JsonApi api() {
        return new JsonApi(http.url());
    }

    private static HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return api().send(method, path);
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return api().send("POST", path, body, null);
    }
}
