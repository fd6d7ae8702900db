package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs say, in parts and on disk. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class RunLogTest {

    private static final String ROUTE = """
            - route:
                id: talker
                description: Says a lot
                from:
                  uri: task:talker
                  parameters: {source: none, queue: Talker}
                  steps:
                    - loop:
                        expression:
                          constant:
                            expression: "1200"
                        steps:
                          - log:
                              message: "line ${exchangeProperty.CamelLoopIndex}"
                    - to:
                        uri: "sql:select 1"
                        parameters: {dataSource: "#web"}
            """;

    private final Installation drover;

    RunLogTest(Installation drover) {
        this.drover = drover;
    }

    private JsonObject log(long run, String query) throws Exception {
        URI uri = URI.create("%sapi/v1/runs/%d/log%s".formatted(drover.server().address(), run, query));
        return new JsonObject(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body());
    }

    private Run anyRun() throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        return drover.ended(drover.askAsSchedule(drover.live(), "product-master"));
    }

    @Test
    void IA10_a_log_is_served_in_parts_and_stands_on_disk() throws Exception {
        Path file = Files.createDirectories(drover.routes().resolve("STAGE")).resolve("talker.camel.yaml");
        Files.writeString(file, ROUTE);
        try {
            drover.bring(drover.stage(), SiteState.STOPPED);
            drover.bring(drover.stage(), SiteState.RUNNING);
            Run run = drover.ended(drover.askAsSchedule(drover.stage(), "talker"));
            assertThat(run.result()).isEqualTo(Result.OK);
            JsonObject first = log(run.run(), "");
            assertThat(first.getJsonArray("lines")).hasSize(500);
            assertThat(first.getInteger("next")).isEqualTo(500);
            JsonObject last = log(run.run(), "?after=1000");
            assertThat(last.getJsonArray("lines")).hasSize(202);
            assertThat(last.getInteger("next")).isNull();
            assertThat(last.getJsonArray("lines").getJsonObject(201).getString("text"))
                    .isEqualTo("OK: Done");
            Path onDisk = new RunLogFiles(drover.folder().resolve("logs"), ZoneId.systemDefault()).of(run);
            assertThat(onDisk.toString()).contains("/STAGE/runs/").endsWith("/" + run.run() + ".log");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(Files.readAllLines(onDisk))
                            .hasSize(1202)
                            .allMatch(line -> line.matches("\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d : .+"))
                            .anyMatch(line -> line.endsWith(" : line 1199")));
        } finally {
            Files.delete(file);
            drover.restart(drover.stage());
        }
    }

    @Test
    void F87_a_run_that_says_too_much_keeps_its_beginning_and_its_end() throws Exception {
        RunLog log = new RunLog(anyRun(), Clock.systemUTC(), each -> {});
        for (int i = 0; i < RunLog.MOST_LINES + 5; i++) {
            log.line("line " + i);
        }
        log.line("x".repeat(RunLog.LONGEST_LINE) + "tail");
        log.end("OK: Done");
        List<LogLine> lines = log.take();
        assertThat(lines).hasSize(RunLog.MOST_LINES + 2);
        assertThat(lines.get(RunLog.MOST_LINES).text()).isEqualTo("6 more lines were left out");
        assertThat(lines.get(RunLog.MOST_LINES + 1).text()).isEqualTo("OK: Done");
        log.giveBack(lines);
        assertThat(log.take()).isEqualTo(lines);
    }

    @Test
    void IA10_the_last_lines_of_a_log_wait_for_those_that_are_being_stored() throws Exception {
        RunLog log = new RunLog(anyRun(), Clock.systemUTC(), each -> {});
        log.line("first");
        log.beginStoring();
        List<LogLine> taken = log.take();
        log.end("OK: Done");
        AtomicReference<List<LogLine>> last = new AtomicReference<>();
        Thread end = new Thread(() -> last.set(log.takeLast()));
        end.start();
        Awaitility.await().until(() -> end.getState() == Thread.State.WAITING);
        // They could not be stored, so the end of the run stores them.
        log.giveBack(taken);
        log.endStoring();
        end.join();
        assertThat(last.get()).extracting(LogLine::text).containsExactly("first", "OK: Done");
    }

    @Test
    void a_line_holds_no_more_than_it_may_and_forges_no_other() throws Exception {
        RunLog log = new RunLog(anyRun(), Clock.systemUTC(), each -> {});
        log.line("x".repeat(RunLog.LONGEST_LINE - 1) + "\uD83D\uDE00 tail");
        log.line("one\ntwo\u0000\u001b[31m\uD83D!");
        assertThat(log.take())
                .extracting(LogLine::text)
                .containsExactly("x".repeat(RunLog.LONGEST_LINE - 1) + "…", "one", "two  [31m !");
    }
}
