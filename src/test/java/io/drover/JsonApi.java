package io.drover;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of a Drover, as any client calls it.
 *
 * @param address with its port and no slash at its end
 */
public record JsonApi(String address) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public record Answered(int status, JsonObject body) {}

    public Answered post(String path, JsonObject body) throws IOException, InterruptedException {
        return answered(send("POST", path, body.encode(), null));
    }

    /** Where the method changes something of which the answer to a GET has a tag, that tag is sent along. */
    public Answered change(String method, String path, JsonObject body) throws IOException, InterruptedException {
        String tag = send("GET", path).headers().firstValue("ETag").orElse("\"0\"");
        return answered(send(method, path, body.encode(), tag));
    }

    private static Answered answered(HttpResponse<String> answer) {
        return new Answered(answer.statusCode(), new JsonObject(answer.body()));
    }

    public List<JsonObject> list(String path) throws IOException, InterruptedException {
        return array(path).stream().map(JsonObject.class::cast).toList();
    }

    public JsonArray array(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonArray(answer.body());
    }

    public JsonObject find(String path) throws IOException, InterruptedException {
        return new JsonObject(send("GET", path).body());
    }

    /** Without a body. */
    public HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return send(method, path, null, null);
    }

    /**
     * @param body JSON; null = none
     * @param tag that the change is based on; null = none
     */
    public HttpResponse<String> send(String method, String path, @Nullable String body, @Nullable String tag)
            throws IOException, InterruptedException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (tag != null) {
            request.header("If-Match", tag);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
