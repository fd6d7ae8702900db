package io.drover.bench;

import io.drover.app.DroverServer;
import io.drover.config.Settings;
import io.drover.site.Site;
import io.drover.site.SiteState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Drover with many sites, S0 and so on, of twenty tasks: ten as integrators write them, which send at night, and ten that
 * do nothing, each once in a period. The shops are away; nothing is sent.
 */
final class ManySites {

    private static final int SENDS = 10;
    static final int POLLS = 10;

    private static final String SEND = """
            - route:
                id: send-%1$d
                description: Sends products to the shop
                from:
                  uri: task:send-%1$d
                  parameters: {all: "every day at 02:%1$02d"}
                  steps:
                    - to:
                        uri: sql:file:routes/sql/product.sql
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:web.product_%1$d
                        parameters: {key: product_code}
            """;

    private static final String QUERY = """
            select product_code, title, price
              from product
             where cast(:#since as timestamp) is null
                or last_change >= cast(:#since as timestamp)
             order by product_code
            """;

    private static final String POLL = """
            - route:
                id: poll-%1$d
                description: Does nothing
                from:
                  uri: task:poll-%1$d
                  parameters: {queue: Polls, source: none, changed: "every %2$d seconds from 2026-01-01 00:00:%3$02d"}
                  steps:
                    - setBody: {expression: {constant: {expression: done}}}
            """;

    private ManySites() {}

    /**
     * What it is started with; its route files are written.
     *
     * @param period a divisor of a minute
     */
    static Settings settings(Path folder, BenchDatabase control, int sites, Duration period) throws Exception {
        writeRoutes(folder, period);
        return Settings.load(
                writeSettings(folder, control, sites),
                Map.of("DROVER_DATABASE_PASSWORD", control.password()),
                Map.of());
    }

    /** Starts it in this process; returns when all sites run. */
    static DroverServer start(Settings settings) throws InterruptedException {
        DroverServer server = DroverServer.start(settings, Clock.systemUTC());
        await(server.sites().all());
        return server;
    }

    private static void writeRoutes(Path folder, Duration period) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(Files.createDirectories(routes.resolve("sql")).resolve("product.sql"), QUERY);
        for (int i = 0; i < SENDS; i++) {
            Files.writeString(routes.resolve("send-%d.camel.yaml".formatted(i)), SEND.formatted(i));
        }
        for (int i = 0; i < POLLS; i++) {
            long offset = i * period.toSeconds() / POLLS;
            Files.writeString(
                    routes.resolve("poll-%d.camel.yaml".formatted(i)), POLL.formatted(i, period.toSeconds(), offset));
        }
    }

    private static Path writeSettings(Path folder, BenchDatabase control, int sites) throws Exception {
        String names = IntStream.range(0, sites).mapToObj(site -> "S" + site).collect(Collectors.joining(","));
        StringBuilder text = new StringBuilder("""
                drover.sites = %s
                drover.port = 0
                drover.database.url = %s
                drover.database.user = %s
                """.formatted(names, control.url(), control.user()));
        for (int site = 0; site < sites; site++) {
            text.append("""
                    site.S%1$d.start = true
                    site.S%1$d.pronto.url = jdbc:postgresql://127.0.0.1:1/none
                    site.S%1$d.web.url = jdbc:postgresql://127.0.0.1:1/none
                    """.formatted(site));
        }
        return Files.writeString(folder.resolve("application.properties"), text.toString());
    }

    private static void await(Collection<Site> sites) throws InterruptedException {
        for (Site site : sites) {
            while (site.view().state() != SiteState.RUNNING) {
                if (site.view().state() == SiteState.STOPPED) {
                    throw new IllegalStateException(site.view().toString());
                }
                Thread.sleep(10);
            }
        }
    }
}
