package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.run.HeldRow;
import io.drover.run.LogLine;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Refused rows, held rows, two tasks of one table and lost permissions, through route files. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class SendRunTest {

    private static final String QUERY =
            "select code, name, grp from public.thing_source where cast(:#since as timestamp) is null or stamp >= cast(:#since as timestamp)";

    private static final String ROUTE = """
            - route:
                id: %1$s
                description: Sends things
                from:
                  uri: task:%1$s
                  parameters: {queue: %2$s, overlap: 0s, source: "#pronto"}
                  steps:
                    - to:
                        uri: sql:%3$s
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.%4$s
                        parameters: {key: code}
                    - to:
                        uri: sql:%3$s
                        parameters: {dataSource: "#pronto", outputType: StreamList}
                    - to:
                        uri: send:public.%5$s
                        parameters: {key: code}
            """;

    private static final Map<String, String> FILES = Map.of(
            "things", ROUTE.formatted("things", "Things", QUERY, "thing", "thing_copy"),
            "things-too", ROUTE.formatted("things-too", "ThingsToo", QUERY, "thing_copy", "thing"));

    private final Installation drover;

    SendRunTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeAll
    static void add_tasks(Installation drover) throws Exception {
        Path folder = Files.createDirectories(drover.routes().resolve("STAGE"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(folder.resolve(file.getKey() + ".camel.yaml"), file.getValue());
        }
        drover.pronto().sql("""
                create table public.thing_source (code text, name text, grp int, stamp timestamp default clock_timestamp())
                """).update();
        drover.webStage().sql("""
                create table public.thing_group (grp int primary key);
                create table public.thing (code text primary key, name varchar(10), grp int references public.thing_group);
                create table public.thing_copy (code text primary key, name text, grp int);
                """).update();
        drover.restart(drover.stage());
        // Makes Drover's own tables in the shop.
        drover.send(drover.stage(), "things", Mode.CHANGED);
    }

    @AfterAll
    static void remove_tasks(Installation drover) throws Exception {
        for (String name : FILES.keySet()) {
            Files.delete(drover.routes().resolve("STAGE").resolve(name + ".camel.yaml"));
        }
        drover.restart(drover.stage());
        drover.pronto().sql("drop table public.thing_source").update();
        drover.webStage()
                .sql("drop table public.thing, public.thing_copy, public.thing_group")
                .update();
    }

    @BeforeEach
    void begin() throws InterruptedException {
        drover.bring(drover.stage(), SiteState.RUNNING);
        drover.webStage().sql("""
                truncate public.thing, public.thing_copy, public.thing_group;
                insert into public.thing_group values (1);
                delete from drover.watermark where task like 'things%'
                """).update();
        drover.pronto().sql("""
                truncate public.thing_source;
                insert into public.thing_source select 'T' || n, 'one', 1 from generate_series(1, 20) n
                """).update();
    }

    private Run send(String task, Mode mode) {
        return drover.send(drover.stage(), task, mode);
    }

    private void edit(String what, String code) {
        assertThat(drover.pronto()
                        .sql("update public.thing_source set %s, stamp = clock_timestamp() where code = '%s'"
                                .formatted(what, code))
                        .update())
                .isEqualTo(1);
    }

    private String name(String code) {
        return drover.webStage()
                .sql("select name from public.thing where code = ?")
                .param(code)
                .query(String.class)
                .single();
    }

    private List<JsonObject> rows(Run run) throws Exception {
        URI uri = URI.create("%sapi/v1/runs/%d/rows".formatted(drover.server().address(), run.run()));
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        JsonArray rows = new JsonObject(body).getJsonArray("rows");
        return rows.stream().map(JsonObject.class::cast).toList();
    }

    @Test
    void F52_IF7_a_refused_row_is_named_in_the_rows_of_its_run_and_sent_when_the_shop_takes_it() throws Exception {
        send("things", Mode.ALL);
        edit("name = 'much too long'", "T3");
        edit("grp = 2", "T4");
        edit("name = 'two'", "T5");

        Run run = send("things", Mode.CHANGED);

        assertThat(run.result()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
        assertThat(run.message())
                .contains("2 refused")
                .contains("2 rows refused, the first: public.thing, row code=T3");
        assertThat(rows(run))
                .filteredOn(row -> row.getString("fate").equals("REFUSED"))
                .extracting(row -> row.getString("key") + ": " + row.getString("column"))
                .containsExactlyInAnyOrder("code=T3: name", "code=T4: null");
        assertThat(name("T5")).isEqualTo("two");
        drover.webStage()
                .sql("insert into public.thing_group values (2); alter table public.thing alter name type varchar(40)")
                .update();
        Run healed = send("things", Mode.CHANGED);
        assertThat(healed.result()).as(healed.message()).isEqualTo(Result.OK);
        assertThat(name("T3")).isEqualTo("much too long");
        assertThat(send("things", Mode.CHANGED).counts().read()).isZero();
        drover.webStage()
                .sql("truncate public.thing; alter table public.thing alter name type varchar(10)")
                .update();
    }

    @Test
    void IF21_the_first_error_is_told_first_and_what_follows_from_it_is_counted() throws Exception {
        drover.pronto()
                .sql("update public.thing_source set grp = 7 where code in ('T2', 'T3', 'T4', 'T5', 'T6')")
                .update();
        edit("name = 'much too long'", "T1");

        Run run = send("things", Mode.ALL);

        assertThat(run.result()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
        assertThat(run.message()).contains("6 rows refused, the first: public.thing, row code=T1: column name");
        URI uri = URI.create("%sapi/v1/runs/%d/rows".formatted(drover.server().address(), run.run()));
        JsonObject kept = new JsonObject(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body());
        assertThat(kept.getJsonArray("counts").stream()
                        .map(JsonObject.class::cast)
                        .filter(each -> each.getString("fate").equals("REFUSED"))
                        .map(each -> each.getString("table") + " " + each.getLong("rows")))
                .containsExactly("public.thing 6");
    }

    @Test
    void F53_a_run_that_failed_for_its_refused_rows_keeps_them() throws Exception {
        drover.pronto()
                .sql(
                        "insert into public.thing_source select 'X' || n, 'much too long', 1 from generate_series(1, 150) n")
                .update();

        Run run = send("things", Mode.ALL);

        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message()).contains("100 are tolerated (option refuse), so nothing was sent");
        assertThat(rows(run))
                .hasSizeGreaterThanOrEqualTo(100)
                .allMatch(row -> row.getString("fate").equals("REFUSED"));
        assertThat(drover.webStage()
                        .sql("select count(*) from public.thing")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void a_row_whose_hold_was_released_goes_with_the_next_send_changed_though_the_watermark_passed_it() {
        send("things", Mode.ALL);
        long id = hold("T3", Instant.now().plusSeconds(3600)).id();
        edit("name = 'held'", "T3");
        edit("name = 'two'", "T4");
        Run run = send("things", Mode.CHANGED);
        assertThat(run.counts().held()).isEqualTo(1);
        assertThat(run.message()).contains("1 held");
        assertThat(name("T3")).isEqualTo("one");
        assertThat(send("things", Mode.CHANGED).counts().read()).as("passed").isZero();

        drover.stage().heldRows().release("things", id, "operator");

        Run released = send("things", Mode.CHANGED);
        assertThat(name("T3")).isEqualTo("held");
        assertThat(log(released)).anyMatch(line -> line.startsWith("A row is held no longer. All rows are read"));
        assertThat(send("things", Mode.CHANGED).counts().read()).as("once").isZero();
    }

    @Test
    void a_held_row_is_not_removed_and_goes_when_its_time_is_over() {
        send("things", Mode.ALL);
        Instant end = Instant.now().plusMillis(1500);
        HeldRow held = hold("T3", end);
        drover.pronto().sql("delete from public.thing_source where code = 'T3'").update();
        edit("name = 'late'", "T5");
        Run run = send("things", Mode.ALL);
        assertThat(run.counts().held()).isEqualTo(1);
        assertThat(name("T3")).isEqualTo("one");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> drover.stage().heldRows().list("things").stream()
                        .anyMatch(
                                each -> each.id() == held.id() && each.state(Instant.now()) == HeldRow.State.EXPIRED));

        Run after = send("things", Mode.CHANGED);

        assertThat(after.counts().read()).as("all rows, twice").isEqualTo(38);
        assertThat(send("things", Mode.ALL).counts().removed()).isEqualTo(1);
    }

    private HeldRow hold(String code, Instant until) {
        return drover.stage().heldRows().hold("things", "public.thing", "code=" + code, until, "operator", "Not yet");
    }

    private List<String> log(Run run) {
        return drover.server().runs().log(run.run(), 0, 1000).stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void F61_two_tasks_in_two_queues_send_the_same_tables_in_opposite_order_and_never_wait_for_each_other_for_ever() {
        int rounds = 100;
        for (int round = 0; round < rounds; round++) {
            edit("name = 'n%d'".formatted(round), "T" + (1 + round % 20));
            List<Long> runs = new ArrayList<>();
            for (String task : FILES.keySet()) {
                runs.add(drover.stage()
                        .send(task, round % 10 == 9 ? Mode.ALL : Mode.CHANGED, "test")
                        .commenced()
                        .run());
            }
            for (long run : runs) {
                Run ended = drover.ended(run);
                assertThat(ended.result()).as(ended.message()).isEqualTo(Result.OK);
                assertThat(ended.retries()).as("no deadlock").isZero();
            }
        }
        assertThat(drover.webStage()
                        .sql("select code, name from public.thing order by 1")
                        .query()
                        .listOfRows())
                .isEqualTo(drover.pronto()
                        .sql("select code, name from public.thing_source order by 1")
                        .query()
                        .listOfRows());
    }

    @Test
    void F56_a_permission_that_was_revoked_fails_the_run_once_and_is_told() {
        drover.webStage().sql("""
                create function public.no_permission() returns trigger language plpgsql as $body$
                  begin raise exception 'permission denied for table thing' using errcode = '42501'; end $body$;
                create trigger no_permission before insert or update or delete on public.thing
                  for each statement execute function public.no_permission()
                """).update();
        try {
            Run run = send("things", Mode.ALL);
            assertThat(run.result()).isEqualTo(Result.FAILED);
            assertThat(run.retries()).isZero();
            assertThat(run.message()).contains("permission denied").contains("42501");
        } finally {
            drover.webStage().sql("drop function public.no_permission cascade").update();
        }
    }
}
