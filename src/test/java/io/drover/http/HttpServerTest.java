package io.drover.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.DroverException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guards that stand before everything the server answers (S18, S20, S27, S28, S40, S83). */
class HttpServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = HttpServer.start("127.0.0.1", 0);
    private volatile boolean ready;

    @BeforeEach
    void serve() {
        server.serve(
                router -> {
                    router.get("/page").handler(context -> context.end("page"));
                    router.post("/change").handler(context -> context.end("changed"));
                    router.get("/broken").handler(context -> {
                        throw new IllegalStateException("select secret from /etc/passwd");
                    });
                },
                () -> ready);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /page, 200",
        "GET, /nothing, 404",
        "GET, /broken, 500",
        "GET, /%zz, 400",
        "TRACE, /page, 405",
        "GET, /hooks/LIVE/x, 404",
        "GET, /health/live, 200",
        "POST, /change, 200"
    })
    void every_response_has_the_security_headers(String method, String path, int status) throws Exception {
        String response = raw("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".formatted(method, path));

        assertThat(response).startsWith("HTTP/1.1 " + status);
        assertSecurityHeaders(response);
    }

    @Test
    void an_unexpected_failure_says_a_reference_and_nothing_else() throws Exception {
        HttpResponse<String> response = send(request("/broken"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).doesNotContain("secret", "IllegalState", "passwd", "io.drover");
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.fieldNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "reference");
        assertThat(problem.getString("reference")).matches("[0-9a-f]{8}");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "localhost:1, 200",
        "LOCALHOST, 200",
        "[::1]:99, 200",
        "evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "192.168.0.7, 421",
        "localhost.evil.example:80, 421"
    })
    void a_foreign_host_is_not_answered(String host, int status) throws Exception {
        assertThat(raw("GET /page HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host)))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void a_request_without_a_host_is_refused() throws Exception {
        String response = raw("GET /page HTTP/1.1\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 400");
        assertSecurityHeaders(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: null",
                "Origin: http://evil.example",
                "Origin: http://localhost.evil.example",
                "Origin: http://localhost:1",
                "Origin: http://localhost@evil.example",
                "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example"
            })
    void a_page_of_another_site_changes_nothing(String header) throws Exception {
        assertThat(raw("POST /change HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n%s\r\n\r\n".formatted(header)))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("changed\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-None: x",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: http://localhost",
                "Sec-Fetch-Site: same-origin\r\nOrigin: https://localhost"
            })
    void own_pages_and_programs_may_change_things(String header) throws Exception {
        assertThat(raw("POST /change HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n%s\r\n\r\n".formatted(header)))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void another_site_s_page_may_read_nothing_across_origins() throws Exception {
        assertThat(raw("GET /page HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n"))
                .doesNotContainIgnoringCase("access-control-allow");
    }

    @Test
    void a_body_of_more_than_a_megabyte_is_refused() throws Exception {
        HttpResponse<String> tooLarge = send(HttpRequest.newBuilder(uri("/change"))
                .POST(BodyPublishers.ofByteArray(new byte[HttpServer.MOST_BODY_BYTES + 1]))
                .build());
        HttpResponse<String> largest = send(HttpRequest.newBuilder(uri("/change"))
                .POST(BodyPublishers.ofByteArray(new byte[HttpServer.MOST_BODY_BYTES]))
                .build());

        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.body()).contains("1024 KiB");
        assertThat(largest.statusCode()).isEqualTo(200);
    }

    @Test
    void lines_and_headers_that_are_too_long_are_refused_with_the_security_headers() throws Exception {
        String path = raw("GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("x".repeat(100_000)));
        String header = raw("GET /page HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n".formatted("x".repeat(20_000)));

        assertThat(path).contains(" 414 ");
        assertSecurityHeaders(path);
        assertThat(header).contains(" 431 ");
        assertSecurityHeaders(header);
    }

    @Test
    void two_lengths_of_a_body_are_refused() throws Exception {
        assertThat(
                        raw(
                                "POST /change HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"))
                .startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: evil.example", "Transfer-Encoding: xchunked", "Transfer-Encoding: gzip, chunked"})
    void what_a_proxy_could_read_otherwise_is_refused_and_ends_the_connection(String header) throws Exception {
        String second = "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";

        String response = exactly("POST /change HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n%s".formatted(header, second));

        assertThat(response).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 200", "page\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/hooks/%zz", "/%"})
    void a_path_that_cannot_be_decoded_is_a_problem(String path) throws Exception {
        assertThat(raw("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path)))
                .startsWith("HTTP/1.1 400")
                .contains("The request cannot be read", "problem+json");
    }

    @Test
    void live_is_answered_always_and_ready_once_the_sites_are() throws Exception {
        assertThat(send(request("/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/health/ready")).statusCode()).isEqualTo(503);

        ready = true;

        assertThat(send(request("/health/ready")).statusCode()).isEqualTo(200);
        assertThat(send(request("/health/ready")).body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void until_it_serves_it_says_that_it_is_starting() throws Exception {
        try (HttpServer starting = HttpServer.start("127.0.0.1", 0)) {
            URI page = URI.create(starting.url() + "/page");

            HttpResponse<String> response = send(HttpRequest.newBuilder(page).build());

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("Drover is starting");
            assertThat(send(HttpRequest.newBuilder(page.resolve("/health/live")).build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_port_in_use_is_named_with_the_setting_that_changes_it() {
        assertThatThrownBy(() -> HttpServer.start("127.0.0.1", server.port()))
                .isInstanceOf(DroverException.class)
                .hasMessageContainingAll(String.valueOf(server.port()), "drover.port", "--port")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void it_closes_within_two_seconds_while_a_request_is_being_answered() throws Exception {
        try (HttpServer closing = HttpServer.start("127.0.0.1", 0)) {
            closing.serve(router -> router.get("/slow").handler(context -> {}), () -> true);
            var slow = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(closing.url() + "/slow")).build(), BodyHandlers.ofString());

            org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofMillis(2500), closing::close);

            assertThat(slow).failsWithin(Duration.ofSeconds(2));
        }
    }

    private static void assertSecurityHeaders(String response) {
        assertThat(response.toLowerCase(java.util.Locale.ROOT))
                .contains("content-security-policy: default-src 'none'; script-src 'self'")
                .contains("x-content-type-options: nosniff")
                .contains("referrer-policy: same-origin")
                .contains("cross-origin-opener-policy: same-origin")
                .contains("permissions-policy: ")
                .contains("cache-control: no-store")
                .doesNotContain("unsafe-");
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri(path)).build();
    }

    private URI uri(String path) {
        return URI.create(server.url() + path);
    }

    /** What the server answers to these bytes and one header that ends the connection. */
    private String raw(String request) throws IOException {
        return exactly(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    }

    private String exactly(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            throw new AssertionError("The connection was cut before an answer", e);
        }
    }
}
