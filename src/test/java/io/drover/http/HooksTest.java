package io.drover.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Web hooks of two sites, each with a Camel of its own, on one server. */
class HooksTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = HttpServer.start("127.0.0.1", 0);
    private final Main live = site("LIVE");
    private final Main stage = site("STAGE");

    @BeforeEach
    void start() {
        server.serve(router -> {}, () -> true);
        live.start();
        stage.start();
    }

    @AfterEach
    void close() {
        live.stop();
        stage.stop();
        server.close();
    }

    private Main site(String name) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withName("drover-" + name).withJmxEnabled(false);
        server.hooks().beans(name).forEach(main::bind);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/echo?httpMethodRestrict=POST")
                        .routeId("echo")
                        .setBody(simple(name + " got ${body} ${header.CamelFileName}${header.x-shop}"));
                from("platform-http:/broken").routeId("broken").throwException(new IllegalStateException("secret"));
            }
        });
        return main;
    }

    @Test
    void a_request_reaches_the_route_of_its_site_with_its_body() throws Exception {
        assertThat(post("/hooks/LIVE/echo", "X-Shop", "red").body()).isEqualTo("LIVE got order red");
        assertThat(post("/hooks/STAGE/echo", "X-Shop", "red").body()).isEqualTo("STAGE got order red");
    }

    /** A stranger may not steer the route: Camel reads file names, queries and more from such headers. */
    @Test
    void headers_of_camel_never_reach_the_route() throws Exception {
        assertThat(post("/hooks/LIVE/echo", "CamelFileName", "passwd").body()).isEqualTo("LIVE got order ");
        assertThat(post("/hooks/LIVE/echo", "cAMELfILEnAME", "passwd").body()).isEqualTo("LIVE got order ");
        assertThat(post("/hooks/LIVE/echo?CamelFileName=passwd", "X-None", "x").body())
                .isEqualTo("LIVE got order ");
    }

    @Test
    void a_stopped_route_is_not_found_and_the_other_site_goes_on() throws Exception {
        CamelContext context = live.getCamelContext();
        context.getRouteController().stopRoute("echo");

        HttpResponse<String> stopped = post("/hooks/LIVE/echo", "X-None", "x");

        assertThat(stopped.statusCode()).isEqualTo(404);
        assertThat(stopped.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(post("/hooks/STAGE/echo", "X-None", "x").statusCode()).isEqualTo(200);

        context.getRouteController().startRoute("echo");

        assertThat(post("/hooks/LIVE/echo", "X-None", "x").statusCode()).isEqualTo(200);
    }

    @Test
    void a_failing_route_tells_the_caller_nothing() throws Exception {
        HttpResponse<String> response = post("/hooks/LIVE/broken", "X-None", "x");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret", "Exception");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void a_page_of_another_site_cannot_call_a_hook() throws Exception {
        assertThat(post("/hooks/LIVE/echo", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
    }

    private HttpResponse<String> post(String path, String header, String value) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header(header, value)
                        .POST(BodyPublishers.ofString("order"))
                        .build(),
                BodyHandlers.ofString());
    }
}
