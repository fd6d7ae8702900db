package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.http.HttpServer;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code GET /events}: what happens, while it happens. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class EventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Installation drover;
    private final HttpServer http;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    private record Event(String name, JsonObject data) {}

    EventsTest(Installation drover) {
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

    private HttpResponse<InputStream> open(String query) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(http.url() + "/api/v1/events" + query))
                                .build(),
                        BodyHandlers.ofInputStream());
    }

    /** Begins to read, in a thread that ends with the stream. */
    private void listen(String query) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = open(query);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
        Thread reading = new Thread(() -> read(answer.body()));
        reading.setDaemon(true);
        reading.start();
    }

    private void read(InputStream body) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, new JsonObject(line.substring(6))));
                }
            }
        } catch (IOException e) {
            // The server is closed at the end of the test.
        }
    }

    private void await(String name, String field, Object value) {
        Awaitility.await(name + " " + field + " " + value)
                .atMost(PATIENCE)
                .until(() -> events.stream()
                        .anyMatch(event -> event.name().equals(name)
                                && value.equals(event.data().getValue(field))));
    }

    @Test
    void a_stream_begins_with_the_sites_and_tells_runs_and_moves_of_the_sites_that_were_asked_for() throws Exception {
        listen("?site=STAGE");
        await("site", "state", "RUNNING");

        drover.send(drover.live(), "product-categories", Mode.CHANGED);
        Run run = drover.send(drover.stage(), "product-categories", Mode.CHANGED);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> events.stream()
                        .anyMatch(event -> event.data().getLong("run", 0L) == run.run()
                                && "OK".equals(event.data().getString("result"))));

        drover.stage().stop("test", "made ready for a test");
        await("site", "state", "STOPPED");
        assertThat(events).allMatch(event -> event.data().getString("site").equals("STAGE"));
        assertThat(events.stream()
                        .filter(event -> event.data().getLong("run", 0L) == run.run()
                                && event.data().getValue("result") != null))
                .as("an end is told once")
                .hasSize(1);
    }

    @Test
    void a_site_that_is_not_there_is_refused() throws Exception {
        HttpResponse<InputStream> answer = open("?site=NOWHERE");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("there are LIVE, STAGE");
    }
}
