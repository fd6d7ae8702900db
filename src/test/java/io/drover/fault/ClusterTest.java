package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.fault.ClusterLab.Member;
import io.drover.fault.FailPoint.Held;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes over one control database: what one is told the others do, and what one leaves another one ends. */
class ClusterTest {

    /** From the last sign of life of a node to the result of its runs. */
    private static final Duration TAKE_OVER = Bar.ofSeconds(10);

    private static final String ASKING = """
                    - to:
                        uri: task:follows
                        parameters: {when: ok}
                    - to:
                        uri: task:ends
                        parameters: {when: ended}
                    - filter:
                        simple: "${body} == null"
                        steps:
                          - to:
                              uri: task:doubted
                              parameters: {when: ok}
            """;

    private static final String NOTHING = """
            - route:
                id: %1$s
                description: Does nothing
                from:
                  uri: task:%1$s
                  parameters: {source: none, queue: %1$s}
                  steps:
                    - setBody: {expression: {constant: {expression: done}}}
            """;

    private static ClusterLab lab;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        lab = ClusterLab.open(folder, 0, Duration.ZERO);
    }

    @BeforeEach
    void begin_with_three_nodes() throws Exception {
        lab.restore();
    }

    @AfterAll
    static void close() throws Exception {
        lab.close();
    }

    private static Member a() {
        return lab.member(0);
    }

    private static Member b() {
        return lab.member(1);
    }

    private static Member c() {
        return lab.member(2);
    }

    private static long sendAt(Member member) {
        return member.api().ask(ClusterLab.SITE, "orders", "all");
    }

    private static void assertGood(Member by, String when) {
        DroverApi.Ended next = by.api().sendAndWait(ClusterLab.SITE, "orders", "changed");
        assertThat(next.result()).as(when + ": " + next.message()).isEqualTo("OK");
        Awaitility.await(when + ": the end of what a schedule has asked for")
                .atMost(Duration.ofSeconds(20))
                .until(() -> lab.control()
                                .sql("select count(*) from drover.task_run where result is null")
                                .query(Integer.class)
                                .single()
                        == 0);
        lab.checker().assertHistoryIsTrue(when);
        lab.checker().assertShopIsTrue(when);
    }

    @Test
    void F71_the_run_of_a_node_that_is_killed_is_taken_over_and_what_waited_there_is_begun_by_another()
            throws Exception {
        assertAlive(lab.members().toList(), "a", "b", "c");
        lab.databases().change();
        long waiting;
        List<Member> nodes;
        try (Held held = FailPoint.MID_APPLY.hold(lab.postgres())) {
            long run = sendAt(a());
            held.awaitReached();
            nodes = lab.withHolderFirst(run);
            waiting = nodes.get(0).api().ask(ClusterLab.SITE, "orders", "changed");
            nodes.get(0).drover().kill();
            Instant fault = Instant.now();
            DroverApi.Ended ended = nodes.get(1).api().ended(run, TAKE_OVER.plusSeconds(5));
            tell("killed", fault, ended);
            assertThat(ended.result()).isEqualTo("Interrupted");
            assertThat(ended.message())
                    .startsWith("Node %s ended without notice"
                            .formatted(nodes.get(0).name()));
        }
        List<Member> others = nodes.subList(1, 3);
        String[] names = others.stream().map(Member::name).toArray(String[]::new);
        assertAlive(others, names);
        assertThat(others.get(0).api().ended(waiting).result()).isEqualTo("OK");
        assertThat(others.get(0).api().run(waiting).getString("node")).isIn((Object[]) names);
        assertGood(others.get(1), "killed");
    }

    private static void assertAlive(List<Member> asked, String... names) {
        for (Member member : asked) {
            assertThat(member.api().nodes())
                    .filteredOn(node -> node.getBoolean("alive"))
                    .extracting(node -> node.getString("node"))
                    .containsExactly(names);
        }
    }

    private static void tell(String fault, Instant at, DroverApi.Ended ended) {
        Duration takeOver = Duration.between(at, Instant.parse(ended.json().getString("endedAt")));
        System.out.printf("run of a node that was %s: taken over after %d ms%n", fault, takeOver.toMillis());
        assertThat(takeOver).as(fault).isLessThan(TAKE_OVER);
    }

    @Test
    void F71_what_the_route_of_a_run_asks_for_follows_it_also_when_its_node_was_killed_at_the_commit()
            throws Exception {
        lab.databases().createShown("lead", "code text primary key");
        OrderRoute.writeOne(lab.routes(), "leads", "select 'L' as code", "shop.lead", "key: code", "queue: Leads");
        Files.writeString(lab.routes().resolve("leads.camel.yaml"), ASKING, StandardOpenOption.APPEND);
        for (String task : List.of("follows", "ends", "doubted")) {
            Files.writeString(lab.routes().resolve(task + ".camel.yaml"), NOTHING.formatted(task));
        }
        lab.members().forEach(member -> member.api().awaitTask(ClusterLab.SITE, "leads"));
        lab.members().forEach(member -> member.api().awaitTask(ClusterLab.SITE, "follows"));
        List<Member> nodes;
        try (Held held = FailPoint.AFTER_COMMIT.hold(lab.postgres())) {
            long run = a().api().ask(ClusterLab.SITE, "leads", "all");
            held.awaitReached();
            nodes = lab.withHolderFirst(run);
            nodes.get(0).drover().kill();
            held.close();
            DroverApi.Ended ended = nodes.get(1).api().ended(run, TAKE_OVER.plusSeconds(5));
            assertThat(ended.result()).isEqualTo("OK");
            assertThat(ended.message()).startsWith("Committed. Node");
        }
        Awaitility.await("what follows")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(lab.control()
                                .sql("select task || ' ' || result from drover.task_run where requested_by = 'leads'")
                                .query(String.class)
                                .list())
                        .containsExactlyInAnyOrder("follows OK", "ends OK", "doubted Skipped"));
        assertThat(lab.control()
                        .sql("select message from drover.task_run where task = 'doubted'")
                        .query(String.class)
                        .single())
                .endsWith("of leads came to the step that asks for it is not known");
    }

    @Test
    void F11_F71_a_node_that_is_frozen_loses_its_run_and_its_locks_and_cannot_commit_when_it_wakes() throws Exception {
        lab.databases().change();
        Member frozen;
        try (Held held = FailPoint.BEFORE_LEDGER.hold(lab.postgres())) {
            long run = sendAt(a());
            held.awaitReached();
            List<Member> nodes = lab.withHolderFirst(run);
            frozen = nodes.get(0);
            long told = pausesToldBy(frozen);
            frozen.drover().freeze();
            Instant fault = Instant.now();
            DroverApi.Ended ended = nodes.get(1).api().ended(run, TAKE_OVER.plusSeconds(5));
            tell("frozen", fault, ended);
            assertThat(ended.result()).isEqualTo("Interrupted");
            held.close();
            assertGood(nodes.get(1), "frozen");
            frozen.drover().thaw();
            awaitPauseTold(frozen, told);
            Awaitility.await("a node that has given the run up")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lab.checker().leftBehind(false).isEmpty());
            assertThat(frozen.api().run(run).getString("result")).isEqualTo("Interrupted");
        }
        assertGood(frozen, "thawed");
    }

    @Test
    void F71_a_node_that_is_frozen_while_it_waits_for_the_answer_to_its_sign_of_life_tells_of_its_pause()
            throws Exception {
        long told = pausesToldBy(c());
        String lock = "select node from drover.node where node = '%s' for update".formatted(c().name());
        try (Held held = Held.by(lab.postgres(), "control", lock)) {
            held.awaitReached();
            c().drover().freeze();
        }
        lab.awaitAlive(2);
        c().drover().thaw();
        awaitPauseTold(c(), told);
        lab.awaitAlive(3);
        assertGood(c(), "thawed");
    }

    private static long pausesToldBy(Member member) throws IOException {
        return member.drover()
                .output()
                .lines()
                .filter(line -> line.contains("no sign of life of it for"))
                .count();
    }

    private static void awaitPauseTold(Member member, long before) {
        Awaitility.await("a node that says what happened to it")
                .atMost(Duration.ofSeconds(20))
                .until(() -> pausesToldBy(member) > before);
    }

    @Test
    void F71_a_node_that_is_cut_off_from_the_control_database_cannot_commit() throws Exception {
        lab.databases().change();
        List<Member> nodes;
        try (Held held = FailPoint.BEFORE_LEDGER.hold(lab.postgres())) {
            long run = sendAt(a());
            held.awaitReached();
            nodes = lab.withHolderFirst(run);
            nodes.get(0).proxy().silence();
            Instant fault = Instant.now();
            DroverApi.Ended ended = nodes.get(1).api().ended(run, TAKE_OVER.plusSeconds(5));
            tell("cut off", fault, ended);
            assertThat(ended.result()).isEqualTo("Interrupted");
        }
        assertGood(nodes.get(1), "cut off");
        nodes.get(0).proxy().resume();
        lab.awaitAlive(3);
        assertGood(nodes.get(0), "there again");
    }

    @Test
    void F73_F80_a_run_that_lasts_is_left_to_its_node_which_stops_it_when_another_is_told_to() throws Exception {
        lab.databases().change();
        try (Held held = FailPoint.MID_APPLY.hold(lab.postgres())) {
            long run = sendAt(a());
            held.awaitReached();
            Instant begin = Instant.now();
            Awaitility.await("more time than a node may be silent")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Duration.between(begin, Instant.now()).toSeconds() >= 9);
            List<Member> nodes = lab.withHolderFirst(run);
            DroverApi other = nodes.get(1).api();
            assertThat(other.run(run).getString("status")).isEqualTo("Running");
            assertThat(other.run(run).getString("node")).isEqualTo(nodes.get(0).name());
            assertThat(howFar(other, run))
                    .as("told with the signs of life, last when it had come to the place where it waits")
                    .isEqualTo(howFar(nodes.get(0).api(), run))
                    .contains(", 3000 of ");
            long told = System.nanoTime();
            other.stopRun(run, "wrong day");
            Duration took = Duration.ofNanos(System.nanoTime() - told);
            JsonObject ended = other.run(run);
            assertThat(ended.getString("result")).isEqualTo("Stopped");
            assertThat(ended.getString("message")).contains("wrong day");
            System.out.printf("run of another node: stopped after %d ms%n", took.toMillis());
            assertThat(took).isLessThan(Bar.ofSeconds(5));
        }
        assertGood(c(), "stopped");
    }

    /** As Running Tasks of a node tells it. */
    private static String howFar(DroverApi api, long run) {
        JsonObject task = api.runningTask(run);
        return "%s, %d of %d rows"
                .formatted(task.getString("step"), task.getLong("rowsDone"), task.getLong("rowsExpected"));
    }

    @Test
    void F84_a_site_that_is_stopped_at_one_node_is_halted_on_all_before_any_says_so() throws Exception {
        lab.databases().change();
        long run;
        try (Held held = FailPoint.MID_APPLY.hold(lab.postgres())) {
            run = sendAt(a());
            held.awaitReached();
            b().api().stop(ClusterLab.SITE, "stocktake");
            b().api().awaitState(ClusterLab.SITE, "STOPPED");
            assertThat(lab.control()
                            .sql("select count(*) from drover.task_run where result is null")
                            .query(Integer.class)
                            .single())
                    .as("runs when the site is said to be stopped")
                    .isZero();
        }
        lab.members().forEach(member -> {
            member.api().awaitState(ClusterLab.SITE, "STOPPED");
            assertThat(member.api().site(ClusterLab.SITE).getString("reason")).isEqualTo("stocktake");
        });
        assertThat(c().api().run(run).getString("message")).contains("stocktake");
        c().api().start(ClusterLab.SITE);
        lab.members().forEach(member -> member.api().awaitState(ClusterLab.SITE, "RUNNING"));
        lab.awaitAlive(3);
        assertGood(a(), "started");
    }

    @Test
    void a_site_that_is_stopped_while_a_node_is_frozen_stays_stopped_when_it_wakes() throws Exception {
        a().drover().freeze();
        b().api().stop(ClusterLab.SITE, "stocktake");
        Instant begin = Instant.now();
        b().api().awaitState(ClusterLab.SITE, "STOPPED");
        System.out.printf(
                "a site with a frozen node: stopped after %d ms%n",
                Duration.between(begin, Instant.now()).toMillis());
        // What it has not heard yet does not let it run anything: the claim is refused by the database.
        CompletableFuture<Long> asked = CompletableFuture.supplyAsync(() -> sendAt(a()));
        a().drover().thaw();
        a().api().awaitState(ClusterLab.SITE, "STOPPED");
        asked.handle((run, refused) -> run).join();
        assertThat(lab.control()
                        .sql("select count(*) from drover.task_run where started_at > ? and site = 'LIVE'")
                        .param(Timestamp.from(begin))
                        .query(Integer.class)
                        .single())
                .isZero();
        b().api().start(ClusterLab.SITE);
        lab.members().forEach(member -> member.api().awaitState(ClusterLab.SITE, "RUNNING"));
        lab.awaitAlive(3);
        assertGood(a(), "started");
    }

    @Test
    void F84_a_site_that_is_stopped_at_a_node_whose_own_start_failed_is_halted_on_all() throws Exception {
        lab.control().sql("""
                create function fault.refuse() returns trigger language plpgsql as $body$
                  begin raise 'not here'; end $body$;
                create trigger refuse before insert on drover.node_site
                  for each row when (new.node = 'b') execute function fault.refuse()
                """).update();
        try {
            b().drover().kill();
            b().restart();
            Awaitility.await("a start that failed")
                    .atMost(Duration.ofSeconds(40))
                    .ignoreExceptions()
                    .until(() -> b().api()
                            .site(ClusterLab.SITE)
                            .getJsonArray("problems")
                            .toString()
                            .contains("STARTING failed"));
        } finally {
            lab.control().sql("drop function fault.refuse cascade").update();
        }
        assertThat(a().api().site(ClusterLab.SITE).getString("state")).isEqualTo("RUNNING");
        b().api().stop(ClusterLab.SITE, "stocktake");
        b().api().awaitState(ClusterLab.SITE, "STOPPED");
        lab.members().forEach(member -> {
            member.api().awaitState(ClusterLab.SITE, "STOPPED");
            assertThat(member.api().site(ClusterLab.SITE).getString("reason")).isEqualTo("stocktake");
        });
        c().api().start(ClusterLab.SITE);
        lab.members().forEach(member -> member.api().awaitState(ClusterLab.SITE, "RUNNING"));
        lab.awaitAlive(3);
        assertGood(b(), "started");
    }

    @Test
    void F92_an_edited_route_file_is_in_use_on_all_nodes_and_a_broken_one_is_told_by_all() throws Exception {
        Path file = lab.routes().resolve("shared.camel.yaml");
        Files.writeString(file, NOTHING.formatted("shared"));
        lab.members().forEach(member -> member.api().awaitTask(ClusterLab.SITE, "shared"));
        String edited = NOTHING.formatted("shared").replace("source: none", "source: none, title: Edited");
        Files.writeString(file, edited);
        lab.members().forEach(member -> awaitShared(member, "loaded", "Edited"));
        Files.writeString(file, edited.replace("setBody:", "setBoddy:").replace("Edited", "Broken"));
        lab.members().forEach(member -> awaitShared(member, "last good", "Edited"));
        lab.members()
                .forEach(member -> assertThat(member.api()
                                .site(ClusterLab.SITE)
                                .getJsonArray("problems")
                                .toString())
                        .as(member.name())
                        .contains("shared.camel.yaml", "setBoddy"));
        Files.writeString(file, edited.replace("Edited", "Mended"));
        lab.members().forEach(member -> awaitShared(member, "loaded", "Mended"));
    }

    private static void awaitShared(Member member, String state, String title) {
        Awaitility.await("%s, %s at node %s".formatted(state, title, member.name()))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(member.api().routes(ClusterLab.SITE))
                            .filteredOn(file -> file.getString("task").equals("shared"))
                            .extracting(file -> file.getString("state"))
                            .containsExactly(state);
                    assertThat(member.api().task(ClusterLab.SITE, "shared").getString("title"))
                            .isEqualTo(title);
                });
    }

    private static List<Map<String, Object>> runsOf(long schedule) {
        return lab.control()
                .sql(
                        "select node, started_at, ended_at from drover.task_run where schedule_id = ? and ended_at is not null order by run")
                .param(schedule)
                .query()
                .listOfRows();
    }

    private static void awaitRuns(long schedule, int count) {
        Awaitility.await(count + " runs of schedule " + schedule)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> runsOf(schedule).size() >= count);
    }

    @Test
    void a_schedule_that_names_its_node_is_rung_and_run_there_alone() {
        long schedule = a().api().addSchedule(ClusterLab.SITE, "orders", "every 1 second", "c");
        awaitRuns(schedule, 3);
        List<Map<String, Object>> runs = runsOf(schedule);
        b().api().removeSchedule(schedule);
        assertThat(runs).extracting(run -> run.get("node")).containsOnly("c");
        assertGood(a(), "a schedule of one node");
    }

    @Test
    void a_continuous_schedule_is_rung_by_one_node_and_goes_on_when_that_is_gone() throws Exception {
        long schedule = b().api().addSchedule(ClusterLab.SITE, "orders", "continuously 1 second after the end", "");
        awaitRuns(schedule, 3);
        a().drover().kill();
        int before = runsOf(schedule).size();
        awaitRuns(schedule, before + 3);
        List<Map<String, Object>> runs = runsOf(schedule);
        c().api().removeSchedule(schedule);
        for (int i = 1; i < runs.size(); i++) {
            assertThat((Timestamp) runs.get(i).get("started_at"))
                    .as("begin of run %d of %s", i, runs)
                    .isAfterOrEqualTo(
                            Timestamp.from(((Timestamp) runs.get(i - 1).get("ended_at"))
                                    .toInstant()
                                    .plusMillis(900)));
        }
        assertGood(b(), "a continuous schedule");
    }
}
