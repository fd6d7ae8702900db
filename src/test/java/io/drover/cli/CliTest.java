package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** The commands against a server that answers what each test tells it to. */
class CliTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T07:00:00Z"), ZoneOffset.UTC);

    private static final List<String> COMMANDS = List.of(
            "status",
            "sites",
            "start",
            "stop",
            "send-all",
            "send-changed",
            "preview",
            "verify",
            "running",
            "runs",
            "rows",
            "again",
            "confirm",
            "undo",
            "held",
            "hold",
            "release",
            "audit",
            "nodes",
            "completion");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final int port = vertx.createHttpServer()
            .requestHandler(this::reply)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();

    private record Reply(int status, String type, String body) {}

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void reply(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String key = request.method() + " " + request.uri().replace("/api/v1", "");
            asked.add((key + " " + body).strip());
            Deque<Reply> queue = replies.getOrDefault(key, new ArrayDeque<>());
            Reply reply = queue.size() > 1 ? queue.remove() : queue.peek();
            if (reply == null) {
                reply = new Reply(404, "application/problem+json", "{\"detail\":\"no reply for " + key + "\"}");
            }
            request.response()
                    .setStatusCode(reply.status())
                    .putHeader("Content-Type", reply.type())
                    .end(reply.body());
        });
    }

    /** Further answers to the same request come one after the other; the last one stays. */
    private void given(String request, Object json) {
        given(request, 200, "application/json; charset=utf-8", json.toString());
    }

    private void given(String request, int status, String type, String body) {
        replies.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Reply(status, type, body));
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!all.contains("--url")) {
            all.addAll(List.of("--url", "http://127.0.0.1:" + port));
        }
        return Cli.create(CLOCK, new Further())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    /** A command of another room. */
    @Command(name = "further", description = "Comes from elsewhere.")
    static final class Further implements Runnable {
        @Override
        public void run() {}
    }

    private static JsonObject site(String name, String state) {
        return new JsonObject()
                .put("site", name)
                .put("state", state)
                .put("reason", state.equals("STOPPED") ? "Stocktake test load" : null)
                .put("by", "operator")
                .put("since", "2026-11-21T16:10:00Z")
                .put("threads", new JsonArray())
                .put("problems", new JsonArray());
    }

    private static JsonObject set(String title, String state, String reason, String result) {
        JsonObject run = new JsonObject()
                .put("result", result)
                .put("message", "item 40-1187 has no currency")
                .put("endedAt", "2026-11-22T06:45:00Z");
        return new JsonObject()
                .put("site", "LIVE")
                .put("task", title.toLowerCase(java.util.Locale.ROOT))
                .put("title", title)
                .put("state", state)
                .put("reason", reason)
                .put("behindSeconds", 2 * 3600 + 41 * 60)
                .put("target", "PT30M")
                .put("waiting", 318)
                .put("lastEnded", result == null ? null : run);
    }

    @Test
    void help_lists_every_command_and_each_one_s_help_has_an_example() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains(COMMANDS).contains("further", "--url");

        for (String command : COMMANDS) {
            out.getBuffer().setLength(0);
            assertThat(run(command, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: drover " + command, "Example: ./drover " + command);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "stop LIVE",
                "start",
                "send-all x",
                "runs --limit many",
                "preview x",
                "verify --site LIVE",
                "confirm 7",
                "undo x --reason late",
                "again",
                "hold x --site LIVE --table t --key k=1 --reason why --until tomorrow",
                "release x --site LIVE",
                "sites --url ftp://x",
                "sites --url :",
                "--nothing"
            })
    void wrong_use_is_told_with_exit_code_2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("Exception", "\tat ");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_is_told_with_exit_code_3() {
        assertThat(run("sites", "--url", "http://127.0.0.1:1")).isEqualTo(3);
        assertThat(err.toString())
                .isEqualTo("drover: http://127.0.0.1:1 is not reachable. Is Drover running? ./drover run\n");

        assertThat(run("--url", "http://127.0.0.1:1", "status")).isEqualTo(2);
        assertThat(err.toString()).contains("UNKNOWN: ");
    }

    @Test
    void a_server_that_is_no_drover_is_told() {
        given("GET /sites", 200, "text/html", "<html>");

        assertThat(run("sites")).isEqualTo(1);
        assertThat(err.toString()).contains("is no Drover", "text/html");
    }

    @Test
    void sites_stand_in_columns() {
        given("GET /sites", new JsonArray().add(site("LIVE", "RUNNING")).add(site("STAGE", "STOPPED")));

        assertThat(run("sites")).isZero();
        assertThat(out.toString()).isEqualTo("""
                Site   State    Since      By        Reason
                LIVE   RUNNING  Sat 16:10  operator
                STAGE  STOPPED  Sat 16:10  operator  Stocktake test load
                """);
        out.getBuffer().setLength(0);
        assertThat(run("sites", "--json")).isZero();
        assertThat(new JsonArray(out.toString())).hasSize(2);
    }

    @Test
    void start_waits_until_the_site_runs() {
        given("POST /sites/LIVE/start", site("LIVE", "STARTING"));
        given("GET /sites", new JsonArray().add(site("LIVE", "STARTING")));
        given("GET /sites", new JsonArray().add(site("LIVE", "RUNNING")));

        assertThat(run("start", "LIVE")).isZero();
        assertThat(out.toString()).endsWith("Site LIVE started successfully!\n");
    }

    @Test
    void a_start_that_fails_is_told_with_its_problem() {
        given("POST /sites/LIVE/start", site("LIVE", "STARTING"));
        given(
                "GET /sites",
                new JsonArray().add(site("LIVE", "STOPPED").put("problems", new JsonArray().add("no source"))));

        assertThat(run("start", "LIVE")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("drover: Site LIVE is STOPPED. no source\n");
    }

    @Test
    void stop_sends_the_reason_and_waits_until_the_site_is_stopped() {
        given("POST /sites/LIVE/stop", site("LIVE", "STOPPING"));
        given("GET /sites", new JsonArray().add(site("LIVE", "STOPPED")));

        assertThat(run("stop", "LIVE", "--reason", "Stock \"take\"")).isZero();
        assertThat(out.toString()).endsWith("Site LIVE stopped successfully!\n");
        assertThat(asked).contains("POST /sites/LIVE/stop {\"reason\":\"Stock \\\"take\\\"\"}");
    }

    @Test
    void a_refusal_is_one_line_that_gives_the_terminal_no_orders() {
        given(
                "POST /sites/LIVE/start",
                409,
                "application/problem+json",
                "{\"detail\":\"LIVE runs\\u001b[31m\\nalready\"}");

        assertThat(run("start", "LIVE")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("drover: LIVE runs [31m already\n");
    }

    @Test
    void send_tells_the_run_and_with_wait_its_result() {
        given(
                "POST /sites/LIVE/tasks/prices/send-all",
                new JsonObject("{\"run\":7,\"coalesced\":false,\"commenced\":true}"));
        given("GET /runs/7", new JsonObject().put("result", null));
        given("GET /runs/7", new JsonObject().put("result", "Failed").put("message", "no currency"));

        assertThat(run("send-all", "prices", "--site", "LIVE")).isZero();
        assertThat(out.toString()).isEqualTo("Send All of prices on LIVE: asked for, run 7\n");
        assertThat(run("send-all", "prices", "--site", "LIVE", "--wait")).isEqualTo(1);
        assertThat(out.toString()).endsWith("Failed. no currency\n");
    }

    @Test
    void a_send_that_is_not_commenced_is_told_with_exit_code_1() {
        given(
                "POST /sites/LIVE/tasks/prices/send-changed",
                202,
                "application/json",
                "{\"status\":\"Pending Changed\",\"commenced\":false,\"mode\":\"CHANGED\",\"note\":\"Not run\"}");

        assertThat(run("send-changed", "prices", "--site", "LIVE")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("Pending Changed. Not run\n");
    }

    @Test
    void names_are_encoded_into_the_path() {
        run("send-all", "../x y", "--site", "L?");

        assertThat(asked).containsExactly("POST /sites/L%3F/tasks/..%2Fx%20y/send-all");
    }

    @Test
    void status_says_fresh_with_exit_code_0() {
        given("GET /sites", new JsonArray().add(site("LIVE", "RUNNING")));
        given("GET /freshness", new JsonArray().add(set("Prices", "Fresh", "", "OK")));

        assertThat(run("status")).isZero();
        assertThat(out.toString()).isEqualTo("LIVE  fresh  1 task\n");
    }

    @Test
    void status_says_what_is_late_and_what_is_stopped_with_exit_code_1() {
        given("GET /sites", new JsonArray().add(site("LIVE", "RUNNING")).add(site("STAGE", "STOPPED")));
        given(
                "GET /freshness",
                new JsonArray()
                        .add(set("Prices", "Late", "", "OK with refused rows"))
                        .add(set("Stock", "Fresh", "", "OK"))
                        .add(set("Notes", "Stopped", "", "OK").put("site", "STAGE")));

        assertThat(run("status")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("""
                LIVE   LATE     Prices behind by 2 h 41 m (target 30 m), 318 waiting: item 40-1187 has no currency
                LIVE   fresh    1 other
                STAGE  STOPPED  since Sat 16:10 by operator: Stocktake test load
                """);
    }

    @Test
    void status_says_what_failed_first_with_exit_code_2() {
        given("GET /sites", new JsonArray().add(site("LIVE", "RUNNING")));
        given(
                "GET /freshness",
                new JsonArray()
                        .add(set("Notes", "Unknown", "#pronto does not answer", "OK"))
                        .add(set("Stock", "Late", "", "OK"))
                        .add(set("Prices", "Fresh", "", "Failed")));

        assertThat(run("status")).isEqualTo(2);
        assertThat(out.toString()).isEqualTo("""
                LIVE  FAILED   Prices failed Sun 06:45: item 40-1187 has no currency
                LIVE  UNKNOWN  Notes: #pronto does not answer
                LIVE  LATE     Stock behind by 2 h 41 m (target 30 m), 318 waiting
                """);
    }

    @Test
    void runs_are_filtered_and_stand_in_columns() {
        given(
                "GET /runs?site=LIVE&result=OK%20with%20refused%20rows&limit=5",
                new JsonArray().add(new JsonObject("""
                        {"run":7,"site":"LIVE","task":"prices","purpose":"SEND","mode":"ALL","status":"Ended","result":"OK with refused rows",
                         "requestedAt":"2026-11-22T06:39:00Z","startedAt":"2026-11-22T06:40:00Z","endedAt":"2026-11-22T06:41:05Z","message":"done",
                         "read":10,"inserted":1,"updated":2,"removed":3}
                        """)));

        assertThat(run("runs", "--limit", "5", "--site", "LIVE", "--result", "OK with refused rows"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                Run  Site  Task    For   Mode  Result                Submitted  Started    Ended      Run Time  Read  Sent  Message
                7    LIVE  prices  SEND  ALL   OK with refused rows  Sun 06:39  Sun 06:40  Sun 06:41  1 m 5 s   10    6     done
                """);
    }

    @Test
    void results_are_deleted_one_by_number_or_all_before_one() {
        given("DELETE /runs/7", new JsonObject().put("deleted", 1));
        assertThat(run("runs", "delete", "7")).isZero();
        assertThat(out.toString()).isEqualTo("Run 7 is deleted\n");
        out.getBuffer().setLength(0);
        String all = "DELETE /runs?site=LIVE&before=9";
        given(all, new JsonObject().put("deleted", 10_000).put("more", true));
        given(all, new JsonObject().put("deleted", 3).put("more", false));
        assertThat(run("runs", "delete", "--site", "LIVE", "--before", "9")).isZero();
        assertThat(out.toString()).isEqualTo("10000 deleted so far\n10003 results are deleted\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"runs delete", "runs delete 7 --before 9", "runs delete 7 --site LIVE", "runs delete --site LIVE"
            })
    void what_is_to_be_deleted_is_said_in_one_way(String words) {
        assertThat(run(words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Name either one run, or with --before those that are older than it");
    }

    @Test
    void preview_waits_and_tells_what_would_happen() {
        given("POST /sites/LIVE/tasks/prices/preview?mode=CHANGED", asked(8));
        given("POST /sites/LIVE/tasks/prices/preview?mode=ALL", asked(8));
        given("GET /runs/8", new JsonObject().put("result", null));
        given("GET /runs/8", result("OK", "Would update 1; nothing was written"));

        assertThat(run("preview", "prices", "--site", "LIVE")).isZero();
        assertThat(out.toString()).isEqualTo("""
                Preview of Send Changed of prices on LIVE: asked for, run 8
                OK. Would update 1; nothing was written
                """);
        out.getBuffer().setLength(0);
        assertThat(run("preview", "prices", "--all", "--site", "LIVE", "--json"))
                .isZero();
        assertThat(new JsonObject(out.toString()).getString("result")).isEqualTo("OK");
    }

    @Test
    void verify_ends_with_exit_code_1_when_something_differs() {
        given("POST /sites/LIVE/tasks/prices/verify", asked(9));
        given("GET /runs/9", result("OK", "Equal: all 3,500 rows"));
        given("GET /runs/9", result("OK", "1 different of 3,500").put("updated", 1));

        assertThat(run("verify", "prices", "--site", "LIVE")).isZero();
        assertThat(out.toString()).endsWith("OK. Equal: all 3,500 rows\n");
        assertThat(run("verify", "prices", "--site", "LIVE")).isEqualTo(1);
        assertThat(out.toString()).endsWith("OK. 1 different of 3,500\n");
    }

    @Test
    void what_follows_from_a_run_carries_its_reason() {
        given("POST /runs/7/confirm", asked(10));
        given("POST /runs/7/undo", asked(11));
        given("POST /runs/7/again", asked(12));
        given("GET /runs/11", result("Failed", "gone"));

        assertThat(run("confirm", "7", "--reason", "Old range")).isZero();
        assertThat(run("undo", "7", "--reason", "Too early", "--wait")).isEqualTo(1);
        assertThat(run("again", "7")).isZero();
        assertThat(out.toString()).isEqualTo("""
                Confirmation of run 7: asked for, run 10
                Undo of run 7: asked for, run 11
                Failed. gone
                Run 7 again: asked for, run 12
                """);
        assertThat(asked)
                .contains(
                        "POST /runs/7/confirm {\"reason\":\"Old range\"}",
                        "POST /runs/7/undo {\"reason\":\"Too early\"}");
    }

    @Test
    void rows_are_held_listed_and_released() {
        JsonObject row = new JsonObject()
                .put("id", 17)
                .put("table", "web.product")
                .put("key", "product_code=A")
                .put("state", "Held")
                .put("until", "2026-12-01T00:00:00Z")
                .put("by", "operator")
                .put("reason", "No currency");
        given("POST /sites/LIVE/tasks/prices/held-rows", row);
        given("GET /sites/LIVE/tasks/prices/held-rows", new JsonArray().add(row));
        given("DELETE /sites/LIVE/tasks/prices/held-rows/17", row);
        List<String> hold =
                List.of("hold", "prices", "--site", "LIVE", "--table", "web.product", "--key", "product_code=A");

        for (String until : List.of("2026-12-01", "2026-12-01T00:00", "2026-12-01T01:00+01:00")) {
            List<String> all = new ArrayList<>(hold);
            all.addAll(List.of("--until", until, "--reason", "No currency"));
            assertThat(run(all.toArray(String[]::new))).isZero();
        }
        assertThat(run("held", "prices", "--site", "LIVE")).isZero();
        assertThat(run("release", "prices", "17", "--site", "LIVE")).isZero();

        assertThat(asked.stream().filter(each -> each.startsWith("POST")))
                .hasSize(3)
                .allMatch(each -> each.contains("\"until\":\"2026-12-01T00:00:00Z\""));
        assertThat(out.toString()).endsWith("""
                product_code=A of web.product is held until 01-Dec-2026 00:00, number 17
                Number  Table        Key             State  Until              By        Reason
                17      web.product  product_code=A  Held   01-Dec-2026 00:00  operator  No currency
                product_code=A of web.product is released
                """);
    }

    @Test
    void running_tells_how_far_each_run_is() {
        given(
                "GET /running-tasks?site=LIVE",
                new JsonArray().add(new JsonObject("""
                {"run":7,"site":"LIVE","task":"prices","purpose":"SEND","mode":"ALL","status":"Running","runTimeSeconds":65,
                 "rowsDone":1200,"rowsExpected":3500,"rowsPerSecond":100,"secondsLeft":23,"step":"applying web.price"}
                """)).add(new JsonObject("""
                {"run":8,"site":"LIVE","task":"stock","purpose":"VERIFY","mode":"ALL","status":"Queued","runTimeSeconds":0,
                 "rowsDone":0,"rowsExpected":null,"rowsPerSecond":0,"secondsLeft":null,"step":"","queue":"AllOthers","position":2,
                 "waitsFor":7,"waitingSeconds":12}
                """)));

        assertThat(run("running", "--site", "LIVE")).isZero();
        assertThat(out.toString()).isEqualTo("""
                Run  Site  Task    For     Mode  Status   Run Time  Rows            Rows/s  Left  Step                Waits
                7    LIVE  prices  SEND    ALL   Running  1 m 5 s   1,200 of 3,500  100     23 s  applying web.price
                8    LIVE  stock   VERIFY  ALL   Queued                                                               2 in AllOthers, 12 s, after run 7
                """);
    }

    @Test
    void audit_tells_who_did_what_and_why() {
        given(
                "GET /audit?limit=2&site=LIVE",
                new JsonArray().add(new JsonObject("""
                {"id":3,"at":"2026-11-22T06:40:00Z","who":"operator","what":"Stop Site","site":"LIVE","task":null,
                 "run":null,"reason":"Stocktake","details":{}}
                """)).add(new JsonObject("""
                {"id":2,"at":"2026-11-22T06:30:00Z","who":"operator","what":"Send All","site":"LIVE","task":"prices",
                 "run":7,"reason":null,"details":{"mode":"ALL"}}
                """)));

        assertThat(run("audit", "--site", "LIVE", "--limit", "2")).isZero();
        assertThat(out.toString()).isEqualTo("""
                When       Who       What       Site  Task    Run  Reason
                Sun 06:40  operator  Stop Site  LIVE               Stocktake
                Sun 06:30  operator  Send All   LIVE  prices  7
                """);
    }

    @Test
    void audit_asks_for_a_person_and_an_act_that_may_concern_no_site() {
        given("GET /audit?limit=20&who=operator&what=Send%20a%20test", new JsonArray().add(new JsonObject("""
                {"id":4,"at":"2026-11-22T06:40:00Z","who":"operator","what":"Send a test","site":null,"task":null,
                 "run":null,"reason":null,"details":{}}
                """)));

        assertThat(run("audit", "--who", "operator", "--what", "Send a test")).isZero();
        assertThat(out.toString()).isEqualTo("""
                When       Who       What         Site  Task  Run  Reason
                Sun 06:40  operator  Send a test
                """);
    }

    private static JsonObject asked(long run) {
        return new JsonObject().put("run", run).put("coalesced", false);
    }

    private static JsonObject result(String result, String message) {
        return new JsonObject()
                .put("result", result)
                .put("message", message)
                .put("inserted", 0)
                .put("updated", 0)
                .put("removed", 0)
                .put("refused", 0)
                .put("held", 0);
    }

    @Test
    void the_version_is_told() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("drover ");
    }

    @Test
    void follow_prints_the_log_as_it_comes_and_ends_with_the_run() {
        JsonObject running = new JsonObject().put("run", 7).putNull("result");
        given("GET /runs/7", running);
        given("GET /runs/7", running.copy().put("result", "Failed").put("message", "The shop is away"));
        given("GET /runs/7/log?after=0&limit=1000", log(1, "Send All asked for by operator"));
        given("GET /runs/7/log?after=1&limit=1000", log(2, "Failed: The shop is away"));

        assertThat(run("runs", "follow", "7")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("""
                06:59:01  Send All asked for by operator
                06:59:02  Failed: The shop is away
                Failed. The shop is away
                """);
    }

    private static JsonObject log(int line, String text) {
        JsonObject one = new JsonObject()
                .put("line", line)
                .put("at", "2026-11-22T06:59:0%dZ".formatted(line))
                .put("text", text);
        return new JsonObject().put("lines", new JsonArray().add(one)).putNull("next");
    }

    @Test
    void status_start_and_stop_print_what_the_api_answers() {
        given("GET /sites", new JsonArray().add(site("LIVE", "RUNNING")));
        given("GET /freshness", new JsonArray());
        assertThat(run("status", "--json")).isEqualTo(2);
        assertThat(new JsonObject(out.toString()).getJsonArray("sites").size()).isEqualTo(1);

        out.getBuffer().setLength(0);
        given(
                "POST /sites/LIVE/start",
                202,
                "application/json",
                site("LIVE", "STARTING").encode());
        assertThat(run("start", "LIVE", "--json")).isZero();
        assertThat(new JsonObject(out.toString()).getString("state")).isEqualTo("RUNNING");
    }

    @Test
    void completion_is_for_known_shells_only() {
        assertThat(run("completion", "fish")).isEqualTo(2);
        assertThat(err.toString()).contains("'fish' is not one of bash, zsh");
    }

    /** A shell that has read it completes commands, their subcommands and their options. */
    @ParameterizedTest
    @CsvSource({
        "drover send, send-all send-changed",
        "drover runs fol, follow",
        "drover why --si, --site",
        "drover runs --res, --result"
    })
    void completion_completes_in_a_real_bash(String typed, String expected, @TempDir Path folder) throws Exception {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        String words = Arrays.stream(typed.split(" ")).collect(Collectors.joining("' '", "'", "'"));
        String program =
                "source %s; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_drover; echo ${COMPREPLY[@]}"
                        .formatted(script, words);
        Process bash = new ProcessBuilder("bash", "-c", program)
                // No terminal asks for the completion, which it says.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String told = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        assertThat(told.strip().split("\\s+")).containsExactlyInAnyOrder(expected.split(" "));
    }
}
