package io.drover.fault;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** The HTTP API of a Drover, as any program of a user would call it. */
final class DroverApi {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration POLL = Duration.ofMillis(10);

    private final String address;
    private final Supplier<String> state;

    /** @param address with its port, e.g. {@code http://127.0.0.1:8080} */
    DroverApi(String address) {
        this(address, () -> "no answer");
    }

    /** @param state of what should answer, to be told when it does not */
    DroverApi(String address, Supplier<String> state) {
        this.address = address;
        this.state = state;
    }

    /** What became of a run. */
    record Ended(long run, String result, String message, JsonObject json) {

        long count(String name) {
            return json.getLong(name);
        }

        /** Rows that were inserted, updated or removed. */
        long written() {
            return count("inserted") + count("updated") + count("removed");
        }
    }

    boolean isReady() {
        try {
            return exchange(request("/health/ready").GET()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Asks for a run.
     *
     * @param mode {@code all} or {@code changed}
     * @throws UncheckedIOException when Drover is gone
     */
    long ask(String site, String task, String mode) {
        return askFor(site, task, "send-" + mode);
    }

    /** @param what {@code preview?mode=ALL}, {@code verify} */
    Ended rehearse(String site, String task, String what) {
        return ended(askFor(site, task, what));
    }

    private long askFor(String site, String task, String what) {
        HttpResponse<String> answer = send(request("/api/v1/sites/%s/tasks/%s/%s".formatted(site, task, what))
                .POST(BodyPublishers.noBody()));
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body()).getLong("run");
    }

    /** Asks for a run and waits for its end. */
    Ended sendAndWait(String site, String task, String mode) {
        return ended(ask(site, task, mode));
    }

    Ended ended(long run) {
        return ended(run, Duration.ofSeconds(60));
    }

    Ended ended(long run, Duration limit) {
        JsonObject json = Awaitility.await("end of run " + run)
                .atMost(limit)
                .pollInterval(POLL)
                .until(() -> run(run), each -> each.getString("result") != null);
        return new Ended(run, json.getString("result"), json.getString("message"), json);
    }

    JsonObject run(long run) {
        return new JsonObject(get("/api/v1/runs/" + run).body());
    }

    /** A line of Running Tasks. */
    JsonObject runningTask(long run) {
        return runningTasks().stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getLong("run") == run)
                .findFirst()
                .orElseThrow();
    }

    /** The lines of a run's log. */
    List<String> log(long run) {
        return new JsonObject(get("/api/v1/runs/%d/log".formatted(run)).body())
                .getJsonArray("lines").stream()
                        .map(JsonObject.class::cast)
                        .map(line -> line.getString("text"))
                        .toList();
    }

    /** Adds a schedule for changes; it is in effect when this returns. */
    long addSchedule(String site, String task, String words, String node) {
        HttpResponse<String> answer = send(request("/api/v1/scheduled-tasks")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(new JsonObject()
                        .put("site", site)
                        .put("task", task)
                        .put("mode", "CHANGED")
                        .put("schedule", words)
                        .put("node", node)
                        .encode())));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body()).getLong("id");
    }

    void removeSchedule(long id) {
        String path = "/api/v1/scheduled-tasks/" + id;
        String seen = get(path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> answer =
                send(request(path).header("If-Match", seen).DELETE());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /** Has a message sent to all who are told. */
    void testAlerts() {
        send(request("/api/v1/alerts/test").POST(BodyPublishers.noBody()));
    }

    void stopRun(long run, String reason) {
        stopAt("/api/v1/running-tasks/%d/stop".formatted(run), reason);
    }

    void stop(String site, String reason) {
        stopAt("/api/v1/sites/%s/stop".formatted(site), reason);
    }

    private void stopAt(String path, String reason) {
        send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        new JsonObject().put("reason", reason).encode())));
    }

    /** Starts a site and waits until it runs. */
    void start(String site) {
        send(request("/api/v1/sites/%s/start".formatted(site)).POST(BodyPublishers.noBody()));
        awaitState(site, "RUNNING");
    }

    void awaitState(String site, String state) {
        Awaitility.await("site " + site + " " + state)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(POLL)
                .until(() -> site(site).getString("state"), state::equals);
    }

    JsonObject site(String site) {
        return new JsonArray(get("/api/v1/sites").body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("site").equals(site))
                        .findFirst()
                        .orElseThrow();
    }

    List<JsonObject> routes(String site) {
        return new JsonArray(get("/api/v1/sites/%s/routes".formatted(site)).body())
                .stream().map(JsonObject.class::cast).toList();
    }

    /** Waits until a site has taken the file of a task in. */
    void awaitTask(String site, String task) {
        Awaitility.await("the task " + task)
                .atMost(Duration.ofSeconds(30))
                .until(() -> new JsonArray(
                                get("/api/v1/sites/%s/tasks".formatted(site)).body())
                        .stream()
                                .anyMatch(each ->
                                        ((JsonObject) each).getString("task").equals(task)));
    }

    /** A task as the site has it in use. */
    JsonObject task(String site, String task) {
        return new JsonArray(get("/api/v1/sites/%s/tasks".formatted(site)).body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("task").equals(task))
                        .findFirst()
                        .orElseThrow();
    }

    List<JsonObject> nodes() {
        return new JsonArray(get("/api/v1/nodes").body())
                .stream().map(JsonObject.class::cast).toList();
    }

    JsonArray runningTasks() {
        return new JsonArray(get("/api/v1/running-tasks").body());
    }

    /** What it answers to a browser or a program, whatever the status. */
    String text(String path) {
        return get(path).body();
    }

    private HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(state.get(), e);
        }
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
