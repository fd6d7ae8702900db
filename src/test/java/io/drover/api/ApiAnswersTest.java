package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.http.HttpServer;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every operation of {@code openapi.yaml} is driven, and every answer is what it says. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class ApiAnswersTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TASK = "/sites/{site}/tasks/{task}";

    private final Description description = new Description();
    private final Set<String> driven = new TreeSet<>();
    private final Installation drover;
    private final HttpServer http;

    ApiAnswersTest(Installation drover) {
        this.drover = drover;
        this.http = drover.serveApi();
    }

    @BeforeEach
    void run_stage() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
    }

    @AfterEach
    void close() throws InterruptedException {
        http.close();
        drover.bring(drover.stage(), SiteState.RUNNING);
    }

    @Test
    void every_operation_answers_as_the_description_says() throws Exception {
        Run sent = drover.send(drover.stage(), "product-master", Mode.ALL);
        driveSites();
        driveTasks();
        driveHeldRows();
        driveSchedules();
        driveRuns(sent);
        deleteRuns();
        driveTheRest();
        driveEvents();
        driveStoppedSite();
        assertThat(driven).isEqualTo(description.operations());
    }

    private void driveSites() throws Exception {
        JsonArray sites = (JsonArray) get("/sites", "/sites", 200);
        assertThat(sites).hasSize(2);
        get("/sites/{site}/log", "/sites/STAGE/log?lines=5", 200);
        get("/sites/{site}/log", "/sites/STAGE/log?lines=0", 400);
        get("/sites/{site}/log", "/sites/NOWHERE/log", 404);
        get("/sites/{site}/routes", "/sites/STAGE/routes", 200);
        get("/sites/{site}/tasks", "/sites/STAGE/tasks", 200);
        post("/sites/{site}/start", "/sites/STAGE/start", null, 409);
        post("/sites/{site}/stop", "/sites/STAGE/stop", new JsonObject(), 400);
    }

    private void driveTasks() throws Exception {
        String task = "/sites/STAGE/tasks/product-master";
        await(post(TASK + "/send-all", task + "/send-all", null, 202));
        await(post(TASK + "/send-changed", task + "/send-changed?force=true", null, 202));
        await(post(TASK + "/preview", task + "/preview?mode=ALL", null, 202));
        post(TASK + "/preview", task + "/preview?mode=SOME", null, 400);
        await(post(TASK + "/verify", task + "/verify", null, 202));
        post(TASK + "/verify", "/sites/STAGE/tasks/nothing/verify", null, 404);
        JsonObject why = (JsonObject) get(TASK + "/why", task + "/why?key=" + product(), 200);
        assertThat(why.getString("state")).as(why.encode()).isEqualTo("EQUAL");
        get(TASK + "/why", task + "/why", 400);
    }

    private String product() {
        return drover.webStage()
                .sql("select min(product_code) from web.product")
                .query(String.class)
                .single();
    }

    private void await(JsonObject asked) {
        drover.ended(asked.getLong("run"));
    }

    private void driveHeldRows() throws Exception {
        String path = TASK + "/held-rows";
        String rows = "/sites/STAGE/tasks/product-master/held-rows";
        JsonObject hold = new JsonObject()
                .put("table", "web.product")
                .put("key", "product_code=" + product())
                .put("reason", "its price is wrong")
                .put("until", Instant.now().plus(1, ChronoUnit.HOURS).toString());
        JsonObject held = post(path, rows, hold, 201);
        post(path, rows, hold.copy().put("until", "tomorrow"), 400);
        assertThat((JsonArray) get(path, rows, 200)).isNotEmpty();
        send("DELETE", path + "/{id}", rows + "/" + held.getLong("id"), null, null, 200);
        send("DELETE", path + "/{id}", rows + "/999999", null, null, 404);
    }

    private void driveSchedules() throws Exception {
        JsonObject schedule = new JsonObject()
                .put("site", "STAGE")
                .put("task", "product-master")
                .put("mode", "CHANGED")
                .put("schedule", "every SUN at 03:00")
                .put("comments", "after the price load");
        JsonObject added = post("/scheduled-tasks", "/scheduled-tasks", schedule, 201);
        post("/scheduled-tasks", "/scheduled-tasks", schedule.copy().put("schedule", "sometimes"), 400);
        assertThat((JsonArray) get("/scheduled-tasks", "/scheduled-tasks?site=STAGE", 200))
                .isNotEmpty();
        get(
                "/scheduled-tasks/next",
                "/scheduled-tasks/next?site=STAGE&task=product-master&schedule=every%20SUN%20at%2003:00",
                200);
        get("/scheduled-tasks/next", "/scheduled-tasks/next?site=STAGE&schedule=never%20ever", 400);
        String one = "/scheduled-tasks/{id}";
        String address = "/scheduled-tasks/" + added.getInteger("id");
        get(one, address, 200);
        get(one, "/scheduled-tasks/999999", 404);
        JsonObject edit = new JsonObject()
                .put("schedule", "every SUN at 04:00")
                .put("comments", "")
                .put("enabled", false)
                .put("reason", "the load is later now");
        send("PUT", one, address, edit, null, 428);
        send("PUT", one, address, edit, "\"999\"", 412);
        JsonObject edited = (JsonObject) send("PUT", one, address, edit, "*", 200);
        assertThat(edited.getBoolean("enabled")).isFalse();
        send("DELETE", one, address, null, "*", 200);
    }

    private void driveRuns(Run sent) throws Exception {
        String run = "/runs/" + sent.run();
        assertThat((JsonArray) get("/runs", "/runs?site=STAGE&limit=50", 200)).isNotEmpty();
        get("/runs", "/runs?result=Good", 400);
        get("/runs/{run}", run, 200);
        get("/runs/{run}", "/runs/999999999", 404);
        get("/runs/{run}/log", run + "/log?limit=1", 200);
        get("/runs/{run}/rows", run + "/rows?limit=20", 200);
        assertThat(String.valueOf(get("/runs/{run}/rows.csv", run + "/rows.csv?key=A", 200)))
                .startsWith("table,key,fate");
        await(post("/runs/{run}/again", run + "/again", null, 202));
        JsonObject reason = new JsonObject().put("reason", "the test wants to know");
        post("/runs/{run}/confirm", run + "/confirm", reason, 409);
        post("/runs/{run}/undo", run + "/undo", new JsonObject(), 400);
        get("/running-tasks", "/running-tasks?site=STAGE", 200);
        post("/running-tasks/{run}/stop", "/running-tasks/%d/stop".formatted(sent.run()), reason, 409);
    }

    /** Runs of its own, because one that another run is about stays. */
    private void deleteRuns() throws Exception {
        Run old = drover.send(drover.stage(), "product-master", Mode.ALL);
        Run latest = drover.send(drover.stage(), "product-master", Mode.ALL);
        String run = "/runs/" + old.run();
        JsonObject deleted = (JsonObject) send("DELETE", "/runs/{run}", run, null, null, 200);
        assertThat(deleted.getLong("deleted")).isOne();
        send("DELETE", "/runs/{run}", run, null, null, 404);
        send("DELETE", "/runs/{run}", "/runs/" + latest.run(), null, null, 409);
        send("DELETE", "/runs", "/runs?site=STAGE", null, null, 400);
        send("DELETE", "/runs", "/runs?site=NOWHERE&before=1", null, null, 400);
        JsonObject all =
                (JsonObject) send("DELETE", "/runs", "/runs?site=STAGE&result=Missed&before=1", null, null, 200);
        assertThat(all).isEqualTo(new JsonObject().put("deleted", 0).put("more", false));
    }

    private void driveTheRest() throws Exception {
        assertThat((JsonArray) get("/freshness", "/freshness?site=STAGE", 200)).isNotEmpty();
        get("/freshness", "/freshness?site=NOWHERE", 400);
        get("/alerts", "/alerts", 200);
        post("/alerts/test", "/alerts/test", null, 409);
        assertThat((JsonArray) get("/nodes", "/nodes", 200)).isNotEmpty();
        assertThat(String.valueOf(get("/runs.csv", "/runs.csv?site=STAGE", 200)))
                .contains("product-master");
        get("/runs.csv", "/runs.csv?from=yesterday", 400);
        assertThat(String.valueOf(get("/audit.csv", "/audit.csv?site=STAGE", 200)))
                .contains("Send All");
        get("/audit.csv", "/audit.csv?from=yesterday", 400);
        assertThat((JsonArray) get("/audit", "/audit?site=STAGE&limit=100", 200))
                .isNotEmpty();
    }

    /** A stream does not end: its first event is read. */
    private void driveEvents() throws Exception {
        HttpResponse<java.io.InputStream> answer =
                CLIENT.send(request("GET", "/events?site=STAGE", null, null), BodyHandlers.ofInputStream());
        driven.add("GET /events");
        description.content(
                "GET /events",
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("data: ")) {
                line = lines.readLine();
            }
            description.check("event site", description.schema("Site"), new JsonObject(line.substring(6)));
        }
        get("/events", "/events?site=NOWHERE", 400);
    }

    private void driveStoppedSite() throws Exception {
        post("/sites/{site}/stop", "/sites/STAGE/stop", new JsonObject().put("reason", "Stocktake"), 202);
        drover.stage().awaitMove();
        JsonObject pending = post(TASK + "/send-all", "/sites/STAGE/tasks/product-master/send-all", null, 202);
        assertThat(pending.getString("status")).isEqualTo("Pending Changed");
        get("/sites/{site}/tasks", "/sites/STAGE/tasks", 200);
        get("/freshness", "/freshness?site=STAGE", 200);
        post("/sites/{site}/start", "/sites/STAGE/start", null, 202);
        drover.stage().awaitMove();
    }

    private Object get(String path, String address, int status) throws Exception {
        return send("GET", path, address, null, null, status);
    }

    private JsonObject post(String path, String address, @Nullable JsonObject body, int status) throws Exception {
        return (JsonObject) send("POST", path, address, body, null, status);
    }

    /** Sends, and holds the answer against the description. */
    private Object send(
            String method, String path, String address, @Nullable JsonObject body, @Nullable String tag, int status)
            throws Exception {
        HttpResponse<String> answer = CLIENT.send(request(method, address, body, tag), BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, address, answer.body())
                .isEqualTo(status);
        String operation = method + " " + path;
        driven.add(operation);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        JsonObject content = description.content(operation, status, type);
        if (!type.contains("json")) {
            return answer.body();
        }
        Object value = Json.decodeValue(answer.body());
        description.check(operation, content.getJsonObject("schema"), value);
        return value;
    }

    private HttpRequest request(String method, String address, @Nullable JsonObject body, @Nullable String tag)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http.url() + "/api/v1" + address));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body.encode())).header("Content-Type", "application/json");
        }
        return tag == null ? request.build() : request.header("If-Match", tag).build();
    }
}
