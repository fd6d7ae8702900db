package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.run.RunStatus;
import io.drover.schedule.ScheduleEdit;
import io.drover.send.Mode;
import io.drover.task.UnknownTaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that follow the end of another run, and runs that take too long. Works on STAGE. */
@ExtendWith(Installation.Shared.class)
class ChainTest {

    private static final String ROUTE = """
            - route:
                id: %1$s
                description: Works on tables of the test
                from:
                  uri: task:%1$s
                  parameters: {source: none, %2$s}
                  steps:
            %3$s
            """;

    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put(
                "chain-first",
                file(
                        "chain-first",
                        "queue: ChainFirst",
                        query("select pg_sleep(pause), 1 / divisor from public.chain_switch")));
        FILES.put("chain-ok", file("chain-ok", "queue: ChainOk, changed: after chain-first", insert("chain-ok")));
        FILES.put(
                "chain-any",
                file(
                        "chain-any",
                        "queue: ChainAny, changed: after chain-first whatever its result",
                        insert("chain-any")));
        FILES.put("chain-asks", file("chain-asks", "queue: ChainAsks", """
                                - to:
                                    uri: task:chain-asked
                                    parameters: {when: ok}
                        """ + query("select pg_sleep(0.3)")));
        FILES.put("chain-asked", file("chain-asked", "queue: ChainAsked", insert("chain-asked")));
        FILES.put(
                "chain-hangs",
                file(
                        "chain-hangs",
                        "queue: ChainHangs, timeout: 2s",
                        insert("chain-hangs") + query("select pg_sleep(pause * 100) from public.chain_switch")));
    }

    private final Installation drover;
    private final Site stage;

    ChainTest(Installation drover) {
        this.drover = drover;
        this.stage = drover.stage();
    }

    private static String file(String task, String parameters, String steps) {
        return ROUTE.formatted(task, parameters, steps.stripTrailing());
    }

    private static String query(String sql) {
        return """
                        - to:
                            uri: "sql:%s"
                            parameters: {dataSource: "#web"}
                """.formatted(sql);
    }

    private static String insert(String task) {
        return query("insert into public.chain_done values ('%s')".formatted(task));
    }

    private static Path path(Installation drover, String task) {
        return drover.routes().resolve("STAGE").resolve(task + ".camel.yaml");
    }

    @BeforeAll
    static void add_tasks(Installation drover) throws IOException, InterruptedException {
        Files.createDirectories(drover.routes().resolve("STAGE"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(path(drover, file.getKey()), file.getValue());
        }
        drover.webStage().sql("""
                create table public.chain_switch (divisor int, pause float);
                insert into public.chain_switch values (1, 0);
                create table public.chain_done (task text)
                """).update();
        drover.restart(drover.stage());
        assertThat(drover.stage().routeFiles())
                .filteredOn(file -> file.task().startsWith("chain-"))
                .allSatisfy(file -> assertThat(file.problems()).isEmpty());
    }

    @AfterAll
    static void remove_tasks(Installation drover) throws IOException, InterruptedException {
        for (String task : FILES.keySet()) {
            Files.delete(path(drover, task));
        }
        drover.restart(drover.stage());
        drover.webStage()
                .sql("drop table public.chain_switch, public.chain_done")
                .update();
    }

    @BeforeEach
    void begin() throws InterruptedException {
        drover.bring(stage, SiteState.RUNNING);
        drover.webStage()
                .sql("update public.chain_switch set divisor = 1, pause = 0; truncate public.chain_done")
                .update();
    }

    private Run follower(String task, long of) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> runs(task).stream()
                                .filter(run -> Long.valueOf(of).equals(run.ofRun()) && run.status() == RunStatus.ENDED)
                                .findFirst()
                                .orElse(null),
                        run -> run != null);
    }

    private List<Run> runs(String task) {
        return drover.server().runs().list(new RunFilter("STAGE", task, null, null, null, 100));
    }

    private List<String> done() {
        return drover.webStage()
                .sql("select task from public.chain_done order by task")
                .query(String.class)
                .list();
    }

    @Test
    void IA12_a_chain_runs_after_the_run_that_it_follows_was_ok() {
        Run first = drover.ended(drover.askAsSchedule(stage, "chain-first"));
        Run follower = follower("chain-ok", first.run());
        assertThat(first.result()).isEqualTo(Result.OK);
        assertThat(follower.result()).isEqualTo(Result.OK);
        assertThat(follower.cause()).isEqualTo("chain");
        assertThat(follower.requestedBy()).isEqualTo("run %d of chain-first".formatted(first.run()));
        assertThat(follower.schedule()).isNotNull();
        assertThat(follower.startedAt()).isAfterOrEqualTo(first.endedAt());
        follower("chain-any", first.run());
        assertThat(done()).containsExactly("chain-any", "chain-ok");
    }

    @Test
    void IA12_a_chain_whose_first_run_failed_says_so_and_only_goes_on_in_any_case() {
        drover.webStage().sql("update public.chain_switch set divisor = 0").update();
        Run first = drover.ended(drover.askAsSchedule(stage, "chain-first"));
        assertThat(first.result()).isEqualTo(Result.FAILED);
        Run skipped = follower("chain-ok", first.run());
        assertThat(skipped.result()).isEqualTo(Result.SKIPPED);
        assertThat(skipped.message())
                .isEqualTo("Skipped: run %d of chain-first, which it follows, ended Failed".formatted(first.run()));
        assertThat(skipped.startedAt()).isNull();
        assertThat(follower("chain-any", first.run()).result()).isEqualTo(Result.OK);
        assertThat(done()).containsExactly("chain-any");
    }

    @Test
    void IA12_what_a_step_asks_for_at_the_end_never_begins_before_it() {
        Run asks = drover.ended(drover.askAsSchedule(stage, "chain-asks"));
        Run asked = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> runs("chain-asked").stream().findFirst().orElse(null), run -> run != null && run.isOk());
        assertThat(asked.cause()).isEqualTo("route");
        assertThat(asked.startedAt()).isAfterOrEqualTo(asks.endedAt());
    }

    @Test
    void IA12_a_stopped_site_goes_on_with_no_chain() throws InterruptedException {
        drover.webStage().sql("update public.chain_switch set pause = 60").update();
        long first = drover.askAsSchedule(stage, "chain-first");
        Awaitility.await().until(() -> stage.executor().running(first).isPresent());
        drover.bring(stage, SiteState.STOPPED);
        assertThat(drover.ended(first).result()).isEqualTo(Result.STOPPED);
        assertThat(follower("chain-ok", first).message()).endsWith("which it follows, ended Stopped");
        Run any = follower("chain-any", first);
        assertThat(any.result()).isEqualTo(Result.STOPPED);
        assertThat(any.message()).startsWith("Stopped by test before it began: ");
        drover.bring(stage, SiteState.RUNNING);
        assertThat(done()).isEmpty();
    }

    @Test
    void IA12_a_chain_that_goes_round_is_refused_at_load_and_opened_by_another_file()
            throws IOException, InterruptedException {
        Path left = path(drover, "round-left");
        Path right = path(drover, "round-right");
        try {
            Files.writeString(left, file("round-left", "changed: after round-right", query("select 1")));
            Files.writeString(right, file("round-right", "changed: after round-left", query("select 1")));
            drover.restart(stage);
            assertThat(stage.routeFiles())
                    .filteredOn(file -> file.task().equals("round-right"))
                    .singleElement()
                    .satisfies(file -> assertThat(file.problems())
                            .singleElement()
                            .extracting(RouteProblem::reason)
                            .isEqualTo("it would run for ever: round-right → round-left → round-right"));
            Files.writeString(left, file("round-left", "queue: Round", query("select 1")));
            drover.restart(stage);
            assertThat(stage.view().problems()).noneMatch(problem -> problem.contains("for ever"));
        } finally {
            Files.delete(left);
            Files.delete(right);
            drover.restart(stage);
        }
    }

    @Test
    void IA12_an_edit_that_makes_a_chain_go_round_is_refused() {
        ScheduleEdit round = new ScheduleEdit("after chain-ok", true, "", null);
        assertThatThrownBy(() -> stage.schedules().add("chain-first", Mode.CHANGED, round, "test"))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessage("'after chain-ok': it would run for ever: chain-first → chain-ok → chain-first");
        ScheduleEdit nothing = new ScheduleEdit("after chain-nobody", true, "", null);
        assertThatThrownBy(() -> stage.schedules().add("chain-first", Mode.CHANGED, nothing, "test"))
                .isInstanceOf(UnknownTaskException.class)
                .hasMessageContaining("chain-nobody");
    }

    @Test
    void F85_IA14_a_run_that_hangs_is_ended_at_its_limit_and_its_queue_goes_on() {
        drover.webStage().sql("update public.chain_switch set pause = 1").update();
        Run hung = drover.ended(drover.askAsSchedule(stage, "chain-hangs"));
        assertThat(hung.result()).isEqualTo(Result.FAILED);
        assertThat(hung.message())
                .isEqualTo(
                        "Its time limit of 2 s was reached, so it was ended; nothing of it was committed. If it needs"
                                + " longer, raise timeout in its route file");
        assertThat(Duration.between(hung.startedAt(), hung.endedAt()))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(7));
        assertThat(done()).isEmpty();
        assertThat(drover.webStage()
                        .sql(
                                "select count(*) from pg_stat_activity where state <> 'idle' and query like 'select pg_sleep(pause * 100)%'")
                        .query(Long.class)
                        .single())
                .as("statements that go on")
                .isZero();
        drover.webStage().sql("update public.chain_switch set pause = 0").update();
        assertThat(drover.ended(drover.askAsSchedule(stage, "chain-hangs")).result())
                .isEqualTo(Result.OK);
        assertThat(done()).containsExactly("chain-hangs");
    }
}
