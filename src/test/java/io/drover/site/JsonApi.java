package io.drover.site;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of a Drover.
 *
 * @param address with the slash at its end
 */
record JsonApi(String address) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    record Answered(int status, JsonObject body) {}

    Answered post(String path, JsonObject body) throws IOException, InterruptedException {
        return call("POST", path, body, null);
    }

    /** Where the method changes something of which the answer to a GET has a tag, that tag is sent along. */
    Answered change(String method, String path, JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> seen = exchange(request(path).GET());
        return call(method, path, body, seen.headers().firstValue("ETag").orElse("\"0\""));
    }

    private Answered call(String method, String path, JsonObject body, @Nullable String tag)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.encode()));
        if (tag != null) {
            request.header("If-Match", tag);
        }
        HttpResponse<String> answer = exchange(request);
        return new Answered(answer.statusCode(), new JsonObject(answer.body()));
    }

    List<JsonObject> list(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = exchange(request(path).GET());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonArray(answer.body()).stream().map(JsonObject.class::cast).toList();
    }

    JsonObject find(String path) throws IOException, InterruptedException {
        return new JsonObject(exchange(request(path).GET()).body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "api/v1" + path)).timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
