package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Bar;
import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Start and stop of sites: requirements PR1 to PR14. */
@ExtendWith(Installation.Shared.class)
class SiteTest {

    private static final String LINE = "^\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d \\(\\d+\\) : .+";
    private static final Duration FIVE_SECONDS = Bar.ofSeconds(5);

    /** A task that takes long on the target, one that waits in the source, and one that a schedule starts. */
    @BeforeAll
    static void add_tasks(Installation drover) throws IOException, InterruptedException {
        write(
                drover,
                "slow-send",
                "{title: slow-send}",
                "select 'S' || n as code, 'x' as name from generate_series(1, 50000000) n");
        write(drover, "waiting-send", "{title: waiting-send}", "select 'W' as code, pg_sleep(60)::text as name");
        write(
                drover,
                "ticking",
                "{title: ticking, changed: every 2 seconds, queue: Ticking}",
                "select 'T' as code, current_timestamp::text as name");
        drover.web()
                .sql("create table if not exists public.slow (code text primary key, name text)")
                .update();
        drover.webStage()
                .sql("create table if not exists public.slow (code text primary key, name text)")
                .update();
        drover.restart(drover.live());
    }

    @AfterAll
    static void remove_tasks(Installation drover) throws IOException, InterruptedException {
        for (String name : List.of("slow-send", "waiting-send", "ticking")) {
            Files.delete(file(drover, name));
        }
        drover.restart(drover.live());
        drover.bring(drover.stage(), SiteState.STOPPED);
    }

    private static Path file(Installation drover, String name) {
        return drover.routes().resolve(name + ".camel.yaml");
    }

    private static void write(Installation drover, String name, String parameters, String query) throws IOException {
        Files.writeString(file(drover, name), """
                - route:
                    id: %s
                    description: Sends what a query returns
                    from:
                      uri: task:%s
                      parameters: %s
                      steps:
                        - to:
                            uri: sql:%s
                            parameters: {dataSource: "#pronto", outputType: StreamList}
                        - to:
                            uri: send:public.slow
                            parameters: {key: code}
                """.formatted(name, name, parameters, query));
    }

    @Test
    void PR1_PR3_no_data_moves_while_the_site_is_stopped(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.STOPPED);
        String before = ticked(drover);
        int runs = scheduledRuns(drover);
        Instant twoIntervalsLater = Instant.now().plusSeconds(5);
        Awaitility.await()
                .atMost(Duration.ofSeconds(8))
                .until(() -> Instant.now().isAfter(twoIntervalsLater));
        assertThat(ticked(drover)).isEqualTo(before);
        assertThat(scheduledRuns(drover)).isEqualTo(runs);
        drover.bring(drover.live(), SiteState.RUNNING);
        Awaitility.await().atMost(FIVE_SECONDS).until(() -> !ticked(drover).equals(before));
    }

    @Test
    void PR2_scheduled_and_ad_hoc_runs_happen_while_it_runs(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        int runs = scheduledRuns(drover);
        Awaitility.await().atMost(FIVE_SECONDS).until(() -> scheduledRuns(drover) > runs);
        Run clicked = drover.send(drover.live(), "system-table", Mode.CHANGED);
        assertThat(clicked.cause()).isEqualTo("ad-hoc");
        assertThat(clicked.requestedBy()).isEqualTo("test");
        Run rung = drover.server()
                .runs()
                .list(new RunFilter("LIVE", "ticking", null, null, null, 1))
                .get(0);
        assertThat(rung.cause()).isEqualTo("schedule");
        assertThat(rung.dueAt()).isNotNull();
        assertThat(rung.dueAt().getEpochSecond() % 2)
                .as("every 2 seconds from midnight")
                .isZero();
    }

    @Test
    void F69_PR4_PR5_a_click_while_stopped_is_pending_and_is_not_commenced_by_the_start(Installation drover)
            throws InterruptedException {
        Site live = drover.live();
        drover.bring(live, SiteState.STOPPED);
        for (Mode mode : Mode.values()) {
            assertThat(live.send("system-table", mode, "first operator").commenced())
                    .isNull();
            TaskView view = view(live, "system-table");
            assertThat(view.status()).isEqualTo("Pending Changed");
            assertThat(view.pending().mode()).isEqualTo(mode);
            assertThat(view.pending().requestedBy()).isEqualTo("first operator");
        }
        int runs = runs(drover, "system-table");
        drover.bring(live, SiteState.RUNNING);
        assertThat(live.tasks())
                .filteredOn(task -> !task.task().name().equals("ticking"))
                .allSatisfy(task -> assertThat(task.status()).isEmpty());
        Run later = drover.send(live, "customer-transactions", Mode.CHANGED);
        assertThat(later.result()).isEqualTo(Result.OK);
        assertThat(runs(drover, "system-table"))
                .as("a run of a later click has ended by now")
                .isEqualTo(runs);
    }

    @Test
    void PR6_stop_halts_a_running_send_and_rolls_it_back(Installation drover) throws InterruptedException {
        halt(drover, "slow-send");
    }

    @Test
    void PR6_stop_halts_a_statement_that_waits(Installation drover) throws InterruptedException {
        halt(drover, "waiting-send");
    }

    private static void halt(Installation drover, String task) throws InterruptedException {
        Site live = drover.live();
        drover.bring(live, SiteState.RUNNING);
        long run = live.send(task, Mode.ALL, "test").commenced().run();
        Awaitility.await()
                .atMost(FIVE_SECONDS)
                .until(() -> drover.server().runs().find(run).orElseThrow().status() == RunStatus.RUNNING
                        && activeStatements(drover) > 0);
        long waiting = live.send("system-table", Mode.ALL, "test").commenced().run();
        Instant begin = Instant.now();
        live.stop("second operator", "stocktake");
        live.awaitMove();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(FIVE_SECONDS);
        assertThat(live.view().state()).isEqualTo(SiteState.STOPPED);
        Run ended = drover.ended(run);
        assertThat(ended.result()).isEqualTo(Result.STOPPED);
        assertThat(ended.message()).isEqualTo("Stopped by second operator: stocktake");
        assertThat(drover.ended(waiting).result())
                .as("what waited never begins")
                .isEqualTo(Result.STOPPED);
        assertThat(activeStatements(drover)).isZero();
        assertThat(drover.web()
                        .sql("select count(*) from public.slow where code <> 'T'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** Statements of the site's connections that a server still works on, or transactions left open. */
    private static long activeStatements(Installation drover) {
        return drover.web()
                .sql(
                        "select count(*) from pg_stat_activity where application_name like 'drover LIVE%' and state <> 'idle'")
                .query(Long.class)
                .single();
    }

    @Test
    void PR7_sites_are_independent(Installation drover) throws InterruptedException {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.bring(drover.stage(), SiteState.RUNNING);
        drover.bring(drover.stage(), SiteState.STOPPED);
        assertThat(drover.stage().send("system-table", Mode.ALL, "test").commenced())
                .isNull();
        assertThat(drover.send(drover.live(), "system-table", Mode.ALL).result())
                .isEqualTo(Result.OK);
        assertThat(view(drover.live(), "system-table").status()).isEmpty();
        assertThat(view(drover.stage(), "system-table").status()).isEqualTo("Pending Changed");
        assertThat(drover.stage().log().tail(50)).noneMatch(line -> line.contains("LIVE"));
    }

    @Test
    void PR8_start_and_stop_again_change_nothing_and_say_so(Installation drover) throws InterruptedException {
        Site live = drover.live();
        drover.bring(live, SiteState.RUNNING);
        List<String> log = live.log().tail(1000);
        assertThatThrownBy(() -> live.start("test"))
                .isInstanceOf(IllegalMoveException.class)
                .hasMessageContaining("it is running already");
        assertThat(own(live.log().tail(1000))).isEqualTo(own(log));
        drover.bring(live, SiteState.STOPPED);
        assertThatThrownBy(() -> live.stop("test", "again"))
                .isInstanceOf(IllegalMoveException.class)
                .hasMessageContaining("it is stopped already");
        assertThat(live.view().reason()).isNotEqualTo("again");
    }

    private static List<String> own(List<String> log) {
        return log.stream().filter(line -> line.contains("Site LIVE")).toList();
    }

    @Test
    void PR9_a_stop_needs_a_reason_which_is_kept(Installation drover) throws InterruptedException {
        Site live = drover.live();
        drover.bring(live, SiteState.RUNNING);
        for (String reason : List.of("", "  ", "ab", "x".repeat(201))) {
            assertThatThrownBy(() -> live.stop("first operator", reason)).isInstanceOf(InvalidReasonException.class);
        }
        assertThat(live.view().state()).isEqualTo(SiteState.RUNNING);
        live.stop("first operator", " Stopping integration due to stocktake ");
        live.awaitMove();
        SiteView stopped = live.view();
        assertThat(stopped.reason()).isEqualTo("Stopping integration due to stocktake");
        assertThat(stopped.by()).isEqualTo("first operator");
        assertThat(stopped.since()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(live.log().tail(20))
                .anyMatch(line -> line.endsWith("by first operator: Stopping integration due to stocktake"));
    }

    @Test
    void PR10_PR11_PR12_PR13_PR14_start_and_stop_are_logged_to_the_letter(Installation drover)
            throws InterruptedException, IOException {
        Site live = drover.live();
        drover.bring(live, SiteState.STOPPED);
        int before = Files.readAllLines(log(drover)).size();
        Instant begin = Instant.now();
        live.start("test");
        live.awaitMove();
        assertThat(Duration.between(begin, Instant.now())).as("PR14").isLessThan(Bar.ofSeconds(2));
        live.stop("test", "read the log");
        live.awaitMove();
        List<String> lines =
                Files.readAllLines(log(drover)).stream().skip(before).toList();
        assertThat(lines).as("PR12").allMatch(line -> line.matches(LINE));
        List<String> texts = lines.stream()
                .map(line -> line.substring(line.indexOf(" : ") + 3))
                .filter(text -> text.contains("thread st") || text.startsWith("Site LIVE st") || text.startsWith("="))
                .toList();
        assertThat(texts)
                .containsExactly(
                        "AllOthers thread started",
                        "GetData thread started",
                        "Trigger thread started",
                        "Monitor thread started",
                        "Ticking thread started",
                        "Site LIVE started successfully!",
                        "AllOthers thread stopped.",
                        "GetData thread stopped.",
                        "Trigger thread stopped.",
                        "Monitor thread stopped.",
                        "Ticking thread stopped.",
                        "Site LIVE stopped successfully!",
                        "=".repeat(60));
        assertThat(lines.get(lines.size() - 1))
                .as("PR13: the shop stays connected")
                .endsWith("Connection to web server established");
    }

    private static Path log(Installation drover) {
        return drover.folder().resolve("logs/LIVE.log");
    }

    private static TaskView view(Site site, String task) {
        return site.tasks().stream()
                .filter(view -> view.task().name().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private static int runs(Installation drover, String task) {
        return drover.server()
                .runs()
                .list(new RunFilter("LIVE", task, null, null, null, 1000))
                .size();
    }

    private static int scheduledRuns(Installation drover) {
        return runs(drover, "ticking");
    }

    private static String ticked(Installation drover) {
        return drover.web()
                .sql("select coalesce(max(name), '') from public.slow where code = 'T'")
                .query(String.class)
                .single();
    }
}
