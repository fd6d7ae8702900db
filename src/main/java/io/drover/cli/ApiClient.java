package io.drover.cli;

import io.drover.config.DroverException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API of a running server. */
final class ApiClient {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private final URI server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();

    ApiClient(URI server) {
        this.server = server;
    }

    /** One segment of a path, or one value of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds a parameter, unless there is no value. */
    static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    JsonArray list(String path) {
        return new JsonArray(get(path));
    }

    JsonObject object(String path) {
        return new JsonObject(get(path));
    }

    private String get(String path) {
        return send(request(path).GET().build());
    }

    /** Writes a file of the API as it comes, whatever its length. */
    void copy(String path, Writer out) {
        HttpResponse<InputStream> response = send(request(path).GET().build(), BodyHandlers.ofInputStream());
        try (Reader file = new InputStreamReader(response.body(), StandardCharsets.UTF_8)) {
            if (!type(response).startsWith("text/csv")) {
                StringWriter body = new StringWriter();
                file.transferTo(body);
                throw refusal(response, body.toString());
            }
            file.transferTo(out);
            out.flush();
        } catch (IOException e) {
            throw new RefusedException("The file broke off and is not whole: " + e.getMessage());
        }
    }

    JsonObject post(String path) {
        return new JsonObject(send(request(path).POST(BodyPublishers.noBody()).build()));
    }

    JsonObject post(String path, JsonObject body) {
        return new JsonObject(send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))
                .build()));
    }

    JsonObject delete(String path) {
        return new JsonObject(send(request(path).DELETE().build()));
    }

    private HttpRequest.Builder request(String path) {
        String root = server.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(root + "/api/v1" + path)).timeout(ANSWER_PATIENCE);
    }

    /** The body of an answer that is good and is JSON. */
    private String send(HttpRequest request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300 || !type(response).startsWith("application/json")) {
            throw refusal(response, response.body());
        }
        return response.body();
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("no content");
    }

    private RefusedException refusal(HttpResponse<?> response, String body) {
        String type = type(response);
        return new RefusedException(
                type.startsWith("application/problem+json")
                        ? detail(body)
                        : "%s is no Drover: it answered %d with %s".formatted(server, response.statusCode(), type));
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UnreachableException(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("Interrupted", e);
        }
    }

    private static String detail(String problem) {
        try {
            return new JsonObject(problem).getString("detail", problem);
        } catch (DecodeException e) {
            return problem;
        }
    }
}
