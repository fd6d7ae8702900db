package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.JsonApi;
import io.drover.http.HttpServer;
import io.drover.run.LogLine;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

/** Preview, verify, again, undo, confirm, held rows and the audit, over real sites. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class RunActsTest {

    private static final String FILE = """
            - onCompletion:
                onCompleteOnly: true
                onWhen: {expression: {simple: {expression: "${header.sent} > 0"}}}
                steps:
                  - log: {message: "told the outside"}
            - route:
                id: acts
                description: Sends what a table of the shop holds, and asks for another task
                from:
                  uri: task:acts
                  steps:
                    - to:
                        uri: sql:select code, name, pg_sleep(pause)::text as note from public.acts_source
                        parameters: {dataSource: "#web", outputType: StreamList}
                    - to:
                        uri: send:public.acts
                        parameters: {key: code}
                    - to:
                        uri: task:acts-next
            """;

    private static final String NEXT = """
            - route:
                id: acts-next
                description: Is asked for by the other
                from:
                  uri: task:acts-next
                  steps:
                    - log: {message: Hello}
            """;

    private static final Map<String, String> FILES = Map.of("acts", FILE, "acts-next", NEXT);

    private static HttpServer http;

    private final Installation drover;

    RunActsTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeAll
    static void serve(Installation drover) throws Exception {
        Path folder = Files.createDirectories(drover.routes().resolve("STAGE"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(folder.resolve(file.getKey() + ".camel.yaml"), file.getValue());
        }
        drover.webStage().sql("""
                create table public.acts_source (code text primary key, name text, pause float default 0);
                create table public.acts (code text primary key, name text, note text);
                """).update();
        drover.restart(drover.stage());
        http = drover.serveApi();
    }

    @AfterAll
    static void leave(Installation drover) throws Exception {
        http.close();
        for (String name : FILES.keySet()) {
            Files.delete(drover.routes().resolve("STAGE").resolve(name + ".camel.yaml"));
        }
        drover.restart(drover.stage());
        drover.webStage().sql("drop table public.acts_source, public.acts").update();
    }

    @BeforeEach
    void begin() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
        drover.webStage().sql("""
                truncate public.acts_source, public.acts;
                insert into public.acts_source values ('A', 'one'), ('B', 'two'), ('C', 'three');
                """).update();
    }

    @Test
    void a_preview_says_what_a_send_would_do_and_writes_nothing() throws Exception {
        drover.send(drover.stage(), "acts", Mode.ALL);
        drover.webStage().sql("""
                update public.acts_source set name = 'uno' where code = 'A';
                delete from public.acts_source where code = 'B';
                insert into public.acts_source values ('D', 'four'), ('E', 'five');
                """).update();
        JsonObject lastRun = task("acts").getJsonObject("lastRun");
        long runsOfNext = runs("acts-next").size();
        List<String> before = rows();

        JsonObject run = ended(post("/sites/STAGE/tasks/acts/preview?mode=ALL", 202));

        assertThat(run.getString("purpose")).isEqualTo("PREVIEW");
        assertThat(run.getString("mode")).isEqualTo("ALL");
        assertThat(run.getString("result")).isEqualTo("OK");
        assertThat(run.getString("message")).isEqualTo("Would insert 2, update 1, remove 1; nothing was written");
        assertThat(rows()).isEqualTo(before);
        assertThat(task("acts").getJsonObject("lastRun")).as("looks at sends").isEqualTo(lastRun);
        assertThat(runs("acts-next")).as("asks for no other task").hasSize((int) runsOfNext);
        assertThat(log(run)).as("tells nothing to the outside").doesNotContain("told the outside");
        assertThat(list("/runs?site=STAGE&task=acts&purpose=PREVIEW&limit=1").getJsonObject(0))
                .isEqualTo(run);

        JsonObject sent = ended(post("/sites/STAGE/tasks/acts/send-all", 202));
        assertThat(sent.getString("message")).isEqualTo("2 inserted, 1 updated, 1 removed");
        assertThat(log(sent)).contains("told the outside");
        Awaitility.await().until(() -> runs("acts-next").size() > runsOfNext);
    }

    @Test
    void PF25_PF32_PF34_what_is_for_the_outside_happens_after_a_commit_of_rows_and_only_then() throws Exception {
        assertThat(log(ended(post("/sites/STAGE/tasks/acts/send-all", 202)))).contains("told the outside");
        assertThat(log(ended(post("/sites/STAGE/tasks/acts/send-all", 202))))
                .as("no row was sent")
                .doesNotContain("told the outside");
        drover.webStage().sql("delete from public.acts_source").update();
        JsonObject guarded = ended(post("/sites/STAGE/tasks/acts/send-all", 202));
        assertThat(guarded.getString("result")).isEqualTo("Failed");
        assertThat(log(guarded)).as("nothing was committed").doesNotContain("told the outside");
    }

    @Test
    void a_preview_is_of_the_changes_unless_asked_otherwise() throws Exception {
        JsonObject run = ended(post("/sites/STAGE/tasks/acts/preview", 202));

        assertThat(run.getString("mode")).isEqualTo("CHANGED");
        assertThat(rows()).isEmpty();
    }

    @Test
    void a_verify_counts_what_differs_and_writes_nothing() throws Exception {
        drover.send(drover.stage(), "acts", Mode.ALL);
        assertThat(ended(post("/sites/STAGE/tasks/acts/verify", 202)).getString("message"))
                .isEqualTo("Equal: all 3 rows");
        drover.webStage().sql("""
                update public.acts set name = 'other' where code = 'A';
                delete from public.acts where code = 'B';
                insert into public.acts values ('X', 'extra');
                """).update();
        List<String> before = rows();

        JsonObject run = ended(post("/sites/STAGE/tasks/acts/verify", 202));

        assertThat(run.getString("purpose")).isEqualTo("VERIFY");
        assertThat(run.getString("message")).isEqualTo("1 different, 1 missing, 1 extra of 4");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void on_a_stopped_site_nothing_but_a_send_is_kept_for_later() throws Exception {
        Run sent = drover.send(drover.stage(), "acts", Mode.ALL);
        drover.bring(drover.stage(), SiteState.STOPPED);

        for (String path : List.of(
                "/sites/STAGE/tasks/acts/preview",
                "/sites/STAGE/tasks/acts/verify",
                "/runs/" + sent.run() + "/again")) {
            assertThat(post(path, 409).getString("detail"))
                    .isEqualTo(
                            "Site STAGE is not running, so nothing was asked for. Start it (Start Site), then ask again");
        }
        post("/runs/%d/undo".formatted(sent.run()), "{\"reason\":\"not wanted\"}", 409);
        assertThat(task("acts").getString("status")).isEmpty();
    }

    @Test
    void IF6_a_run_is_asked_for_again_with_the_same_task_mode_and_purpose() throws Exception {
        JsonObject verified = ended(post("/sites/STAGE/tasks/acts/verify", 202));

        JsonObject again = ended(post("/runs/%d/again".formatted(verified.getLong("run")), 202));

        assertThat(again.getString("purpose")).isEqualTo("VERIFY");
        assertThat(again.getString("mode")).isEqualTo("ALL");
        assertThat(again.getLong("ofRun")).isEqualTo(verified.getLong("run"));
        assertThat(again.getString("cause")).isEqualTo("run-again");
        assertThat(audit().getJsonObject(0).getString("what")).isEqualTo("Verify");
        assertThat(audit().getJsonObject(0).getJsonObject("details").getString("ofRun"))
                .isEqualTo(verified.getLong("run").toString());
    }

    @Test
    void requests_for_different_purposes_are_served_by_different_runs() throws Exception {
        drover.webStage().sql("update public.acts_source set pause = 2").update();
        post("/sites/STAGE/tasks/acts/send-all", 202);
        Awaitility.await().until(() -> task("acts").getString("status").equals("Running"));

        JsonObject send = post("/sites/STAGE/tasks/acts/send-all", 202);
        JsonObject preview = post("/sites/STAGE/tasks/acts/preview?mode=ALL", 202);
        JsonObject same = post("/sites/STAGE/tasks/acts/preview?mode=ALL", 202);

        assertThat(preview.getLong("run")).isNotEqualTo(send.getLong("run"));
        assertThat(same).isEqualTo(preview.copy().put("coalesced", true));
        JsonObject running = list("/running-tasks?site=STAGE").getJsonObject(0);
        assertThat(running.fieldNames())
                .contains("purpose", "step", "rowsDone", "rowsExpected", "rowsPerSecond", "secondsLeft", "retries");
        drover.restart(drover.stage());
    }

    @Test
    void F66_what_the_guard_kept_can_be_confirmed_once() throws Exception {
        drover.webStage()
                .sql("insert into public.acts select 'old' || n, 'x' from generate_series(1, 600) n")
                .update();
        JsonObject stopped = ended(post("/sites/STAGE/tasks/acts/send-all", 202));
        String path = "/runs/%d/confirm".formatted(stopped.getLong("run"));
        assertThat(stopped.getString("result")).isEqualTo("Failed");
        assertThat(stopped.getLong("guardRemovals")).isEqualTo(600);
        assertThat(rows()).hasSize(600);
        assertThat(post(path, "{\"reason\":\"x\"}", 400).getString("detail"))
                .startsWith("A confirmation needs a reason");

        JsonObject confirmed = ended(post(path, "{\"reason\":\"Old range is gone\"}", 202));

        assertThat(confirmed.getString("result")).isEqualTo("OK");
        assertThat(confirmed.getLong("ofRun")).isEqualTo(stopped.getLong("run"));
        assertThat(confirmed.getLong("confirmedRemovals")).isEqualTo(600);
        assertThat(rows()).hasSize(3);
        assertThat(post(path, "{\"reason\":\"Once more\"}", 409).getString("detail"))
                .contains("run %d has used its confirmation".formatted(confirmed.getLong("run")));
        assertThat(post("/runs/%d/confirm".formatted(confirmed.getLong("run")), "{\"reason\":\"Why not\"}", 409)
                        .getString("detail"))
                .contains("no send that the guard stopped");
        JsonObject entry = audit().getJsonObject(0);
        assertThat(entry.getString("what")).isEqualTo("Confirm");
        assertThat(entry.getString("who")).isEqualTo("operator");
        assertThat(entry.getString("reason")).isEqualTo("Old range is gone");
        assertThat(entry.getLong("run")).isEqualTo(confirmed.getLong("run"));
        assertThat(entry.getJsonObject("details").getString("removals")).isEqualTo("600");
    }

    @Test
    void more_removals_than_were_confirmed_stop_the_run_again() throws Exception {
        drover.webStage()
                .sql("insert into public.acts select 'old' || n, 'x' from generate_series(1, 600) n")
                .update();
        long stopped = ended(post("/sites/STAGE/tasks/acts/send-all", 202)).getLong("run");
        drover.webStage()
                .sql("insert into public.acts values ('one more', 'x')")
                .update();

        JsonObject confirmed = ended(post("/runs/%d/confirm".formatted(stopped), "{\"reason\":\"Old range\"}", 202));

        assertThat(confirmed.getString("result")).isEqualTo("Failed");
        assertThat(confirmed.getLong("guardRemovals")).isEqualTo(601);
        assertThat(rows()).hasSize(601);
    }

    @Test
    void only_a_send_that_changed_rows_can_be_undone_and_once() throws Exception {
        JsonObject verified = ended(post("/sites/STAGE/tasks/acts/verify", 202));
        JsonObject sent = ended(post("/sites/STAGE/tasks/acts/send-all", 202));
        JsonObject quiet = ended(post("/sites/STAGE/tasks/acts/send-all", 202));

        assertThat(undo(verified, 409).getString("detail")).contains("only a send can be");
        assertThat(undo(quiet, 409).getString("detail")).contains("it changed nothing");
        JsonObject undo = run(undo(sent, 202).getLong("run"));
        assertThat(undo.getString("purpose")).isEqualTo("UNDO");
        assertThat(undo.getLong("ofRun")).isEqualTo(sent.getLong("run"));
        drover.ended(undo.getLong("run"));
        JsonObject entry = audit().getJsonObject(0);
        assertThat(entry.getString("what")).isEqualTo("Undo");
        assertThat(entry.getString("reason")).isEqualTo("Sent too early");
        assertThat(post("/runs/%d/again".formatted(undo.getLong("run")), 409).getString("detail"))
                .contains("it undid run " + sent.getLong("run"));
    }

    @Test
    void a_second_undo_is_refused_while_the_first_one_waits() throws Exception {
        JsonObject sent = ended(post("/sites/STAGE/tasks/acts/send-all", 202));
        drover.webStage().sql("update public.acts_source set pause = 2").update();
        post("/sites/STAGE/tasks/acts/send-all", 202);
        Awaitility.await().until(() -> task("acts").getString("status").equals("Running"));

        long first = undo(sent, 202).getLong("run");

        assertThat(undo(sent, 409).getString("detail")).contains("run %d has undone it".formatted(first));
        drover.restart(drover.stage());
    }

    @Test
    void a_row_is_held_until_it_is_released() throws Exception {
        String path = "/sites/STAGE/tasks/acts/held-rows";
        Instant until = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String body = hold("public.acts", "CODE=\"A\"", until);

        JsonObject held = post(path, body, 201);

        assertThat(held.getString("key")).isEqualTo("code=A");
        assertThat(held.getString("state")).isEqualTo("Held");
        assertThat(held.getString("until")).isEqualTo(until.toString());
        assertThat(held.getString("by")).isEqualTo("operator");
        assertThat(list(path).getJsonObject(0)).isEqualTo(held);
        assertThat(post(path, body, 409).getString("detail")).contains("held already");
        JsonObject released = new JsonObject(
                send("DELETE", path + "/" + held.getLong("id"), 200).body());
        assertThat(released.getString("state")).isEqualTo("Released");
        assertThat(released.getString("releasedBy")).isEqualTo("operator");
        send("DELETE", path + "/" + held.getLong("id"), 404);
        assertThat(audit().getJsonObject(0).getString("what")).isEqualTo("Release");
        assertThat(audit().getJsonObject(1).getString("what")).isEqualTo("Hold");
        assertThat(audit().getJsonObject(1).getJsonObject("details").getString("key"))
                .isEqualTo("code=A");
    }

    @Test
    void a_hold_ends_by_itself_and_can_be_renewed() throws Exception {
        String path = "/sites/STAGE/tasks/acts/held-rows";
        Instant soon = Instant.now().plus(Duration.ofSeconds(2));
        long first = post(path, hold("public.acts", "code=E", soon), 201).getLong("id");

        Awaitility.await()
                .until(() -> list(path).stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(row -> row.getLong("id") == first
                                && row.getString("state").equals("Expired")));

        JsonObject again =
                post(path, hold("public.acts", "code=E", Instant.now().plusSeconds(3600)), 201);
        assertThat(again.getLong("id")).isGreaterThan(first);
        send("DELETE", path + "/" + again.getLong("id"), 200);
    }

    @ParameterizedTest
    @CsvSource({
        "web.product, code=A, 1, table",
        "public.acts, name=A, 1, key",
        "public.acts, A, 1, key",
        "public.acts, code=A, -1, until",
        "public.acts, code=A, 400, until"
    })
    void a_hold_that_would_hold_nothing_is_refused(String table, String key, int days, String field) throws Exception {
        Instant until = Instant.now().plus(days, ChronoUnit.DAYS);

        JsonObject problem = post("/sites/STAGE/tasks/acts/held-rows", hold(table, key, until), 400);

        assertThat(problem.getString("field")).isEqualTo(field);
    }

    @Test
    void what_people_do_is_audited_and_never_changed() throws Exception {
        Instant begin = Instant.now().minusSeconds(5);
        drover.webStage().sql("update public.acts_source set pause = 20").update();
        long run = post("/sites/STAGE/tasks/acts/send-changed", 202).getLong("run");
        Awaitility.await().until(() -> task("acts").getString("status").equals("Running"));
        Awaitility.await().until(() -> drover.stage().executor().running(run).isPresent());
        post("/running-tasks/%d/stop".formatted(run), "{\"reason\":\"Too slow\"}", 202);
        post("/sites/STAGE/stop", "{\"reason\":\"Stocktake\"}", 202);
        drover.stage().awaitMove();
        post("/sites/STAGE/tasks/acts/send-all", 202);
        post("/sites/STAGE/start", 202);
        drover.stage().awaitMove();

        List<String> lines = list("/audit?site=STAGE&limit=5&from=" + begin).stream()
                .map(JsonObject.class::cast)
                .map(entry -> "%s|%s|%s|%s"
                        .formatted(
                                entry.getString("what"),
                                entry.getString("task"),
                                entry.getString("reason"),
                                entry.getJsonObject("details").getString("status")))
                .toList();

        assertThat(lines)
                .containsExactly(
                        "Start Site|null|null|null",
                        "Send All|acts|null|Pending Changed",
                        "Stop Site|null|Stocktake|null",
                        "Stop Running Task|acts|Too slow|null",
                        "Send Changed|acts|null|null");
        assertThat(list("/audit?to=2020-01-01T00:00:00Z")).isEmpty();
        try (io.drover.db.ControlDatabase control =
                io.drover.db.ControlDatabase.open(drover.server().settings().control())) {
            for (String change :
                    List.of("update drover.audit set who = 'x'", "delete from drover.audit", "truncate drover.audit")) {
                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> control.client().sql(change).update())
                        .isInstanceOf(DataAccessException.class)
                        .hasMessageContaining("The audit is never changed");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /sites/STAGE/tasks/acts/preview?mode=SOME, 400",
        "POST, /sites/STAGE/tasks/none/preview, 404",
        "POST, /sites/STAGE/tasks/acts-next/verify, 409",
        "POST, /runs/999999/again, 404",
        "GET, /runs?purpose=send, 400",
        "GET, /audit?site=NONE, 400",
        "GET, /audit?limit=0, 400",
        "GET, /sites/STAGE/tasks/none/held-rows, 404",
        "DELETE, /sites/STAGE/tasks/acts/held-rows/x, 400",
        "DELETE, /sites/STAGE/tasks/acts/held-rows/999999, 404"
    })
    void what_cannot_be_answered_is_a_problem_with_the_right_status(String method, String path, int status)
            throws Exception {
        HttpResponse<String> response = send(method, path, status);

        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static String hold(String table, String key, Instant until) {
        return new JsonObject()
                .put("table", table)
                .put("key", key)
                .put("until", until.toString())
                .put("reason", "Currency is blank")
                .encode();
    }

    private JsonObject undo(JsonObject run, int status) throws Exception {
        return post("/runs/%d/undo".formatted(run.getLong("run")), "{\"reason\":\"Sent too early\"}", status);
    }

    private JsonObject ended(JsonObject asked) throws Exception {
        drover.ended(asked.getLong("run"));
        return run(asked.getLong("run"));
    }

    private static JsonObject run(long run) throws Exception {
        return new JsonObject(send("GET", "/runs/" + run, 200).body());
    }

    private List<String> log(JsonObject run) {
        return drover.server().runs().log(run.getLong("run"), 0, 1000).stream()
                .map(LogLine::text)
                .toList();
    }

    private static JsonArray runs(String task) throws Exception {
        return list("/runs?site=STAGE&limit=1000&task=" + task);
    }

    private static JsonArray audit() throws Exception {
        return list("/audit?site=STAGE");
    }

    private static JsonObject task(String name) throws Exception {
        return list("/sites/STAGE/tasks").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("task").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> rows() {
        return drover.webStage()
                .sql("select code || ' ' || coalesce(name, '') from public.acts order by 1")
                .query(String.class)
                .list();
    }

    private static JsonApi api() {
        return new JsonApi(http.url());
    }

    private static JsonArray list(String path) throws Exception {
        return api().array(path);
    }

    private static JsonObject post(String path, int status) throws Exception {
        return new JsonObject(send("POST", path, status).body());
    }

    private static JsonObject post(String path, String body, int status) throws Exception {
        return new JsonObject(
                answered(api().send("POST", path, body, null), status).body());
    }

    private static HttpResponse<String> send(String method, String path, int status)
            throws IOException, InterruptedException {
        return answered(api().send(method, path), status);
    }

    private static HttpResponse<String> answered(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }
}
