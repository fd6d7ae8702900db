package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.JsonApi;
import io.drover.http.HttpServer;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.site.SiteState;
import io.drover.task.Task;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scheduled Tasks over the API (PF1, PF2, PF6, IB3, IB6 to IB8, IA1, IF1, IF12, F77, S33 to S36). Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class ScheduleApiTest {

    private static final String FILE_WORDS = "every SUN at 02:00";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static HttpServer http;

    private final Installation drover;

    ScheduleApiTest(Installation drover) {
        this.drover = drover;
    }

    private static Path file(Installation drover) {
        return drover.routes().resolve("STAGE").resolve("api-scheduled.camel.yaml");
    }

    private static void write(Installation drover, String changed) throws Exception {
        Files.writeString(file(drover), """
                - route:
                    id: api-scheduled
                    description: Does nothing, by schedule
                    from:
                      uri: task:api-scheduled
                      parameters:
                        title: Scheduled
                        queue: Scheduled
                        changed: %s
                        all: %s
                      steps:
                        - to:
                            uri: sql:select 'A' as code, 'x' as name
                            parameters:
                              dataSource: "#pronto"
                              outputType: StreamList
                        - to:
                            uri: send:public.api_scheduled
                            parameters:
                              key: code
                """.formatted(changed, FILE_WORDS));
    }

    @BeforeAll
    static void serve(Installation drover) throws Exception {
        Files.createDirectories(file(drover).getParent());
        write(drover, "every MON at 03:00");
        drover.webStage()
                .sql("create table if not exists public.api_scheduled (code text primary key, name text)")
                .update();
        drover.restart(drover.stage());
        http = drover.serveApi();
    }

    @AfterAll
    static void leave(Installation drover) throws Exception {
        http.close();
        Files.delete(file(drover));
        drover.restart(drover.stage());
        drover.webStage().sql("drop table public.api_scheduled").update();
    }

    @BeforeEach
    void run_stage() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
    }

    @AfterEach
    void reset() throws Exception {
        for (JsonObject line : lines()) {
            if (!line.getString("origin").equals("file")) {
                assertThat(send("DELETE", path(line), null, tag(line)).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void IB3_PF1_a_task_has_a_line_for_each_mode_with_its_next_run_and_comments() throws Exception {
        List<JsonObject> lines = lines();
        assertThat(lines).extracting(line -> line.getString("mode")).containsExactlyInAnyOrder("ALL", "CHANGED");
        JsonObject all = line("ALL");
        assertThat(all.fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "taskId",
                        "site",
                        "task",
                        "title",
                        "mode",
                        "schedule",
                        "zone",
                        "enabled",
                        "node",
                        "origin",
                        "fileSchedule",
                        "fileScheduleAtEdit",
                        "fileChanged",
                        "changedBy",
                        "changedAt",
                        "reason",
                        "version",
                        "lastRun",
                        "nextRun",
                        "nextRunNote",
                        "comments",
                        "status");
        assertThat(all.getString("schedule")).isEqualTo(FILE_WORDS);
        assertThat(all.getString("origin")).isEqualTo("file");
        ZonedDateTime next = Instant.parse(all.getString("nextRun")).atZone(ZoneId.systemDefault());
        assertThat(next.toLocalTime()).isEqualTo(LocalTime.of(2, 0));
        assertThat(json(send("GET", path(all), null, null))).isEqualTo(all);
    }

    @Test
    void IB6_IF1_IF3_a_task_is_scheduled_a_second_time_and_the_schedule_deleted() throws Exception {
        HttpResponse<String> added = send(
                "POST",
                "/scheduled-tasks",
                body("schedule", "every 3 days at 01:00 from 2030-01-05", "comments", "for <b>stocktake</b>")
                        .put("site", "STAGE")
                        .put("task", "api-scheduled")
                        .put("mode", "ALL"),
                null);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonObject schedule = json(added);
        assertThat(added.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(schedule.getString("origin")).isEqualTo("added");
        assertThat(schedule.getString("comments")).isEqualTo("for <b>stocktake</b>");
        assertThat(schedule.getString("changedBy")).isEqualTo("operator");
        assertThat(Instant.parse(schedule.getString("nextRun"))
                        .atZone(ZoneId.systemDefault())
                        .toLocalDate())
                .as("IB7: the first time that is not before the start")
                .isEqualTo("2030-01-05");
        assertThat(lines()).hasSize(3);
        assertThat(json(send("DELETE", path(schedule), null, "\"1\"")).getBoolean("deleted"))
                .isTrue();
        assertThat(lines()).hasSize(2);
        assertThat(send("GET", path(schedule), null, null).statusCode()).isEqualTo(404);
    }

    @Test
    void IB10_PF6_an_edit_stands_in_place_of_the_file_is_in_effect_at_once_and_is_reset() throws Exception {
        JsonObject before = line("CHANGED");
        HttpResponse<String> edited =
                send("PUT", path(before), body("schedule", "every 1 second", "reason", "month end"), tag(before));
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        JsonObject override = json(edited);
        assertThat(override.getString("origin")).isEqualTo("override");
        assertThat(override.getString("fileSchedule")).isEqualTo("every MON at 03:00");
        assertThat(override.getString("reason")).isEqualTo("month end");
        Run run = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> runs(override), runs -> !runs.isEmpty())
                .get(0);
        assertThat(run.cause()).isEqualTo("schedule");
        JsonObject entry = json(send("GET", "/audit?site=STAGE&limit=1", null, null), 0);
        assertThat(entry.getString("what")).isEqualTo("Edit Task Schedule");
        assertThat(entry.getString("reason")).isEqualTo("month end");

        HttpResponse<String> reset = send("DELETE", path(before), null, tag(override));
        assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
        assertThat(json(reset).getString("origin")).isEqualTo("file");
        assertThat(json(reset).getString("nextRun")).isEqualTo(before.getString("nextRun"));
        assertThat(send("DELETE", path(before), null, tag(json(reset))).statusCode())
                .as("there is nothing to reset")
                .isEqualTo(409);
    }

    @Test
    void IA7_a_file_that_is_edited_after_the_override_shows_the_difference_and_does_not_win() throws Exception {
        JsonObject line = line("CHANGED");
        send("PUT", path(line), body("schedule", "every TUE at 04:00", "reason", "load"), tag(line));
        try {
            write(drover, "every WED at 05:00");
            drover.restart(drover.stage());
            JsonObject now = line("CHANGED");
            assertThat(now.getString("schedule")).isEqualTo("every TUE at 04:00");
            assertThat(now.getString("fileSchedule")).isEqualTo("every WED at 05:00");
            assertThat(now.getString("fileScheduleAtEdit")).isEqualTo("every MON at 03:00");
            assertThat(now.getBoolean("fileChanged")).isTrue();
            JsonObject reset = json(send("DELETE", path(now), null, tag(now)));
            assertThat(reset.getString("schedule")).isEqualTo("every WED at 05:00");
            assertThat(reset.getBoolean("fileChanged")).isFalse();
        } finally {
            write(drover, "every MON at 03:00");
            drover.restart(drover.stage());
        }
    }

    @Test
    void PF2_a_schedule_that_is_off_has_no_next_run_and_stays_off_over_a_restart() throws Exception {
        JsonObject line = line("CHANGED");
        JsonObject off =
                json(send("PUT", path(line), body("reason", "stocktake").put("enabled", false), tag(line)));
        assertThat(off.getString("nextRun")).isNull();
        assertThat(off.getString("nextRunNote")).isEqualTo("disabled");
        drover.restart(drover.stage());
        assertThat(line("CHANGED").getBoolean("enabled")).isFalse();
    }

    @Test
    void PF6_a_stopped_site_says_what_would_be_and_a_restart_shows_it_again() throws Exception {
        JsonObject running = line("ALL");
        drover.bring(drover.stage(), SiteState.STOPPED);
        JsonObject stopped = line("ALL");
        assertThat(stopped.getString("nextRun")).isNull();
        assertThat(Instant.parse(stopped.getString("nextRunNote")
                        .replace("stopped, would be ", "")
                        .replaceFirst("T(\\d\\d:\\d\\d)Z", "T$1:00Z")))
                .isEqualTo(Instant.parse(running.getString("nextRun")));
        drover.bring(drover.stage(), SiteState.RUNNING);
        assertThat(line("ALL").getString("nextRun")).isEqualTo(running.getString("nextRun"));
    }

    @Test
    void PF6_what_stands_in_the_way_of_a_schedule_is_told_with_its_next_run() throws Exception {
        JsonObject line = line("ALL");
        JsonObject bound = json(send("PUT", path(line), body("node", "shop-3", "reason", "load"), tag(line)));
        assertThat(bound.getString("nextRun")).isNull();
        assertThat(bound.getString("nextRunNote")).startsWith("not run: node shop-3 is not alive, would be 20");

        String own = drover.server().sites().nodes().get(0).name();
        JsonObject here = json(send("PUT", path(bound), body("node", own, "reason", "load"), tag(bound)));
        assertThat(here.getString("nextRun")).isNotNull();

        Path first = file(drover).resolveSibling("api-first.camel.yaml");
        Files.writeString(first, Files.readString(file(drover)).replace("api-scheduled", "api-first"));
        awaitTask("api-first", true);
        JsonObject chain =
                json(send("PUT", path(here), body("schedule", "after api-first", "reason", "order"), tag(here)));
        assertThat(chain.getString("nextRunNote")).isEqualTo("after api-first");
        Files.delete(first);
        awaitTask("api-first", false);
        assertThat(line("ALL").getString("nextRunNote")).isEqualTo("not run: there is no task api-first");

        JsonObject continuous = body(
                "schedule", "continuously 10 seconds after the end from 2099-03-01 05:00 in UTC", "reason", "a test");
        JsonObject later = json(send("PUT", path(chain), continuous, tag(line("ALL"))));
        assertThat(later.getString("nextRun")).isEqualTo("2099-03-01T05:00:00Z");
    }

    @Test
    void IB4_comments_are_edited_without_a_reason_and_are_no_override() throws Exception {
        JsonObject line = line("ALL");
        JsonObject noted = json(send("PUT", path(line), body("comments", "ask before changing"), tag(line)));
        assertThat(noted.getString("comments")).isEqualTo("ask before changing");
        assertThat(noted.getString("origin")).isEqualTo("file");
        send("PUT", path(line), body("comments", ""), tag(noted));
    }

    @Test
    void S33_an_edit_names_the_version_it_is_based_on() throws Exception {
        JsonObject line = line("CHANGED");
        JsonObject edit = body("schedule", "every TUE at 04:00", "reason", "load");
        assertThat(send("PUT", path(line), edit, null).statusCode()).isEqualTo(428);
        assertThat(send("PUT", path(line), edit, "\"0\"").statusCode()).isEqualTo(412);
        assertThat(send("PUT", path(line), edit, "nonsense").statusCode()).isEqualTo(412);
        assertThat(send("PUT", path(line), edit, tag(line)).statusCode()).isEqualTo(200);
        HttpResponse<String> late = send("PUT", path(line), edit, tag(line));
        assertThat(late.statusCode()).as("somebody edited it meanwhile").isEqualTo(412);
        assertThat(send("DELETE", path(line), null, null).statusCode()).isEqualTo(428);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            every 0 minutes            ; 7
            every -1 minutes           ; 7
            every 2147483648 minutes   ; 7
            every 1 fortnight          ; 9
            once at 2026-02-30 10:00   ; 9
            once at +292278994-01-01 10:00 ; 9
            every day at 01:00 from 0000-00-00 ; 25
            every day at 24:00         ; 14
            cron 0 0 0 31 2 ?          ; 6
            cron * * * * * ?           ; 6
            cron 0 0/0 * * * ?         ; 8
            cron 0 0 12 * *            ; 6
            once at 2020-01-01 10:00   ; -
            """)
    void S35_S36_IB7_what_makes_no_sense_is_refused_with_its_spot_and_nothing_is_stored(String words, Integer position)
            throws Exception {
        JsonObject line = line("CHANGED");
        HttpResponse<String> refused = send("PUT", path(line), body("schedule", words, "reason", "a test"), tag(line));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).getString("field")).isEqualTo("schedule");
        assertThat(json(refused).getInteger("position")).isEqualTo(position);
        assertThat(line("CHANGED")).isEqualTo(line);
        JsonObject added = body("schedule", words)
                .put("site", "STAGE")
                .put("task", "api-scheduled")
                .put("mode", "ALL");
        assertThat(send("POST", "/scheduled-tasks", added, null).statusCode()).isEqualTo(400);
        assertThat(lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"site":"NONE","task":"api-scheduled","mode":"ALL","schedule":"on demand"} ; 400 ; site
            {"site":"STAGE","task":"none","mode":"ALL","schedule":"on demand"} ; 404 ; -
            {"site":"STAGE","task":"api-scheduled","mode":"SOME","schedule":"on demand"} ; 400 ; mode
            {"site":"STAGE","task":"api-scheduled","mode":"ALL"} ; 400 ; schedule
            {"site":"STAGE","task":"api-scheduled","mode":"ALL","schedule":"on demand","enabled":"no"} ; 400 ; enabled
            {"site":"STAGE","task":"api-scheduled","mode":"ALL","schedule":"on demand","interval":"1"} ; 400 ; interval
            """)
    void a_schedule_that_cannot_be_added_says_which_field_is_wrong(String body, int status, String field)
            throws Exception {
        HttpResponse<String> refused = send("POST", "/scheduled-tasks", new JsonObject(body), null);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        if (!field.equals("-")) {
            assertThat(json(refused).getString("field")).isEqualTo(field);
        }
        assertThat(lines()).hasSize(2);
    }

    @Test
    void F77_S35_IF12_due_times_are_shown_before_they_are_saved_in_their_own_zone() throws Exception {
        JsonObject shown = json(send("GET", next("once at 2027-10-03 02:30 in Australia/Melbourne"), null, null));
        assertThat(shown.getJsonArray("next"))
                .as("a time that the change of clocks leaves out")
                .containsExactly("2027-10-03T03:00:00+11:00");
        assertThat(shown.getString("zone")).isEqualTo("Australia/Melbourne");
        assertThat(json(send("GET", next("every 2 hours"), null, null)).getJsonArray("next"))
                .hasSize(5);
        assertThat(json(send("GET", next("every 2 hous"), null, null)).getInteger("position"))
                .isEqualTo(9);
    }

    @Test
    void IB7_what_it_would_meet_is_shown_before_it_is_saved() throws Exception {
        JsonObject other = json(send(
                "POST",
                "/scheduled-tasks",
                body("schedule", "every day at 02:30 in Australia/Melbourne")
                        .put("site", "STAGE")
                        .put("task", "system-table")
                        .put("mode", "ALL"),
                null));
        try {
            String asked = next("every 30 minutes in Australia/Melbourne") + "&task=product-categories";
            JsonObject shown = json(send("GET", asked, null, null));
            JsonObject met = shown.getJsonArray("collisions").getJsonObject(0);
            assertThat(met.getInteger("id")).isEqualTo(other.getInteger("id"));
            assertThat(met.getString("title")).isEqualTo("System Table");
            assertThat(met.getString("first")).contains("T02:30");
            assertThat(met.getInteger("times")).as("200 due times are 4 days").isBetween(4, 5);
            assertThat(shown.getJsonArray("clockChanges").encode()).contains("comes twice; due both times");
            String own = next("every day at 02:30 in Australia/Melbourne") + "&task=system-table";
            assertThat(json(send("GET", own, null, null)).getJsonArray("collisions"))
                    .as("it does not meet itself")
                    .isEmpty();
            assertThat(json(send("GET", next("every 30 minutes"), null, null)).getJsonArray("collisions"))
                    .isEmpty();
            assertThat(send("GET", next("every 30 minutes") + "&task=none", null, null)
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            send("DELETE", path(other), null, tag(other));
        }
    }

    private static String next(String words) {
        return "/scheduled-tasks/next?site=STAGE&schedule=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    @Test
    void PF5_what_is_asked_outside_the_window_is_refused_with_the_window_unless_it_is_forced() throws Exception {
        Task task = drover.stage().definitions().stream()
                .filter(each -> each.name().equals("api-scheduled"))
                .findFirst()
                .orElseThrow();
        assertThat(drover.stage().reach().countChanges(task)).isPresent();
        LocalTime now = ZonedDateTime.now(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
        String window = "between %s and %s".formatted(now.plusHours(2), now.plusHours(3));
        limit("CHANGED", window);
        String path = "/sites/STAGE/tasks/api-scheduled/";
        long run = onlyForced(path + "send-changed", "", window);
        onlyForced(path + "preview", "mode=CHANGED", window);
        onlyForced("/runs/%d/again".formatted(run), "", window);
        assertThat(drover.stage().reach().countChanges(task))
                .as("nobody asks the source what waits")
                .isEmpty();
        assertThat(send("POST", path + "send-all", null, null).statusCode())
                .as("the other mode has no window")
                .isEqualTo(202);
        limit("ALL", window);
        onlyForced(path + "verify", "", window);
    }

    private void limit(String mode, String window) throws Exception {
        JsonObject line = line(mode);
        JsonObject edit = body("schedule", "every 5 minutes %s in UTC".formatted(window), "reason", "test");
        send("PUT", path(line), edit, tag(line));
    }

    /** @return the number of the run that is asked for by force */
    private long onlyForced(String path, String query, String window) throws Exception {
        HttpResponse<String> refused = send("POST", path + "?" + query, null, null);
        assertThat(refused.statusCode()).as(path).isEqualTo(409);
        assertThat(json(refused).getString("detail")).contains(window).contains("force");
        HttpResponse<String> forced = send("POST", path + "?" + query + "&force=true", null, null);
        assertThat(forced.statusCode()).as(forced.body()).isEqualTo(202);
        long run = json(forced).getLong("run");
        assertThat(drover.ended(run).result()).isEqualTo(Result.OK);
        JsonObject audited = new JsonArray(
                        send("GET", "/audit?site=STAGE&limit=1", null, null).body())
                .getJsonObject(0);
        assertThat(audited.getJsonObject("details").getString("force")).isEqualTo("true");
        return run;
    }

    private void awaitTask(String task, boolean isThere) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> drover.stage().tasks().stream()
                                .anyMatch(view -> view.task().name().equals(task))
                        == isThere);
    }

    /** Those that the schedule itself has asked for: a click names the schedule of its mode too. */
    private List<Run> runs(JsonObject schedule) {
        return drover.server().runs().list(new RunFilter("STAGE", "api-scheduled", null, null, null, 10)).stream()
                .filter(run -> schedule.getInteger("id").equals(run.schedule())
                        && run.cause().equals("schedule"))
                .toList();
    }

    private List<JsonObject> lines() throws Exception {
        return new JsonArray(
                        send("GET", "/scheduled-tasks?site=STAGE", null, null).body())
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(line -> line.getString("task").equals("api-scheduled"))
                        .toList();
    }

    private JsonObject line(String mode) throws Exception {
        return lines().stream()
                .filter(line -> line.getString("mode").equals(mode))
                .findFirst()
                .orElseThrow();
    }

    private static String path(JsonObject line) {
        return "/scheduled-tasks/" + line.getInteger("id");
    }

    private static String tag(JsonObject line) {
        return "\"%d\"".formatted(line.getInteger("version"));
    }

    private static JsonObject body(String... namesAndValues) {
        JsonObject body = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return body;
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static JsonObject json(HttpResponse<String> response, int index) {
        return new JsonArray(response.body()).getJsonObject(index);
    }

    private static HttpResponse<String> send(String method, String path, JsonObject body, String tag) throws Exception {
        return new JsonApi(http.url()).send(method, path, body == null ? null : body.encode(), tag);
    }
}
