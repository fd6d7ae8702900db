package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.DatabaseSettings;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.db.ControlDatabase;
import io.drover.node.Membership;
import io.drover.run.LogLine;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunTables;
import io.drover.run.RunningRun.StopRequest;
import io.drover.schedule.ScheduleStore;
import io.drover.send.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route files that are wrong: each is told with its place, its last good version stays, the others go on. */
@ExtendWith(Installation.Shared.class)
class RouteFilesTest {

    private static final String GOOD = """
            - route:
                id: trial
                description: Sends one row
                from:
                  uri: task:trial
                  parameters:
                    title: Trial
                  steps:
                    - to:
                        uri: sql:select 'CT' as table_type, 'ZZ' as code, 'trial' as description, 1 as sequence
                        parameters:
                          dataSource: "#pronto"
                          outputType: StreamList
                    - to:
                        uri: send:web.system_table
                        parameters:
                          key: table_type,code
                          only: update
            """;

    @AfterEach
    void remove_trial(Installation drover) throws IOException, InterruptedException {
        Files.deleteIfExists(trial(drover));
        drover.restart(drover.live());
    }

    private static Path trial(Installation drover) {
        return drover.routes().resolve("trial.camel.yaml");
    }

    private static List<String> tryOut(Installation drover, String text) throws IOException, InterruptedException {
        Files.writeString(trial(drover), text);
        drover.restart(drover.live());
        return drover.live().view().problems();
    }

    @Test
    void a_good_file_has_no_problem_and_runs(Installation drover) throws Exception {
        assertThat(tryOut(drover, GOOD)).noneMatch(problem -> problem.contains("trial"));
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            no YAML            ; id: trial              ; id: [trial      ; trial.camel.yaml:3: expected
            unknown option     ; key: table_type,code   ; kez: table_type ; kez
            unknown component  ; uri: send:web          ; uri: sned:web   ; sned
            unknown task option; title: Trial           ; titel: Trial    ; titel
            missing key        ; key: table_type,code   ; within: code    ; key
            other id           ; id: trial              ; id: trail       ; id is trail, but after the file's name it must be trial
            wrong data source  ; "#pronto"              ; "#prnto"        ; prnto
            """)
    void a_broken_file_is_told_and_its_last_good_version_runs_on(
            String name, String good, String bad, String told, Installation drover) throws Exception {
        tryOut(drover, GOOD);
        assertThat(tryOut(drover, GOOD.replace(good, bad)))
                .as(name)
                .anyMatch(problem -> problem.contains("trial.camel.yaml") && problem.contains(told));
        assertThat(drover.send(drover.live(), "trial", Mode.ALL).result()).isEqualTo(Result.OK);
        assertThat(drover.send(drover.live(), "system-table", Mode.CHANGED).result())
                .isEqualTo(Result.OK);
        assertThat(drover.live().log().tail(100)).anyMatch(line -> line.contains("trial.camel.yaml"));
    }

    @Test
    void words_that_are_no_schedule_are_told(Installation drover) throws Exception {
        assertThat(tryOut(drover, GOOD.replace("title: Trial", "changed: every 5 minuts")))
                .anyMatch(problem -> problem.contains("trial.camel.yaml") && problem.contains("'minuts'"));
        assertThat(drover.send(drover.live(), "trial", Mode.CHANGED).result()).isEqualTo(Result.OK);
    }

    @Test
    void F78_a_cron_in_a_route_file_is_checked_before_it_can_ring(Installation drover) throws Exception {
        assertThat(tryOut(drover, GOOD.replace("title: Trial", "changed: cron 0 0 0 31 2 ?")))
                .anyMatch(problem -> problem.contains("trial.camel.yaml") && problem.contains("it is never due"));
        String cron = "cron 0 0/5 1 ? * SUN#1 except SAT in Australia/Melbourne";
        assertThat(tryOut(drover, GOOD.replace("title: Trial", "changed: " + cron)))
                .noneMatch(problem -> problem.contains("trial.camel.yaml"));
        assertThat(drover.live().schedules().list())
                .as("as the file has it, whatever Camel makes of its signs")
                .anyMatch(schedule -> schedule.task().equals("trial")
                        && schedule.words().equals(cron)
                        && schedule.timetable().words().equals(cron));
    }

    @Test
    void a_missing_sql_file_is_told_at_the_start(Installation drover) throws Exception {
        String missing = GOOD.replaceAll("uri: sql:.*", "uri: sql:file:routes/sql/no-such.sql");
        assertThat(tryOut(drover, missing))
                .anyMatch(problem -> problem.contains("trial.camel.yaml") && problem.contains("no-such.sql"));
        assertThat(drover.send(drover.live(), "system-table", Mode.CHANGED).result())
                .isEqualTo(Result.OK);
    }

    @Test
    void sql_that_names_a_missing_column_fails_the_run_with_the_place(Installation drover) throws Exception {
        tryOut(drover, GOOD.replaceAll("uri: sql:.*", "uri: sql:select stock_cod from pronto.stock_master"));
        Run run = drover.send(drover.live(), "trial", Mode.ALL);
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message())
                .startsWith("sql:select stock_cod from pronto.stock_master: ERROR: column \"stock_cod\" does not exist")
                .contains("42703")
                .doesNotContain("Exception", "\n");
    }

    @Test
    void a_missing_target_table_fails_the_run_with_the_place(Installation drover) throws Exception {
        tryOut(drover, GOOD.replace("send:web.system_table", "send:web.system_tabel"));
        Run run = drover.send(drover.live(), "trial", Mode.ALL);
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message()).contains("no table web.system_tabel");
    }

    @Test
    void a_file_in_the_folder_of_a_site_overrides_the_common_one(Installation drover) throws Exception {
        Path own = Files.createDirectories(drover.routes().resolve("LIVE")).resolve("trial.camel.yaml");
        try {
            Files.writeString(own, GOOD.replace("title: Trial", "title: Tried on LIVE"));
            tryOut(drover, GOOD);
            drover.restart(drover.stage());
            assertThat(title(drover.live())).isEqualTo("Tried on LIVE");
            assertThat(title(drover.stage())).isEqualTo("Trial");
        } finally {
            Files.delete(own);
            drover.bring(drover.stage(), SiteState.STOPPED);
        }
    }

    private static String title(Site site) {
        return site.tasks().stream()
                .filter(view -> view.task().name().equals("trial"))
                .findFirst()
                .orElseThrow()
                .task()
                .title();
    }

    @Test
    void a_source_that_is_down_at_the_start_has_its_runs_tried_again_and_keeps_nothing_else(
            Installation drover, @TempDir Path folder) throws InterruptedException {
        Settings settings = drover.server().settings();
        DatabaseSettings dead = new DatabaseSettings(
                "pronto", "jdbc:postgresql://127.0.0.1:1/pronto", "x", null, 2, ZoneId.systemDefault());
        SiteSettings site = new SiteSettings(
                "DOWN",
                true,
                Map.of("pronto", dead, "web", settings.sites().get(1).database("web")),
                Map.of());
        Settings down = new Settings(
                "127.0.0.1",
                0,
                Path.of("routes").toAbsolutePath(),
                folder,
                folder,
                "test",
                1,
                settings.keep(),
                false,
                false,
                settings.alerts(),
                settings.control(),
                List.of(site));
        try (ControlDatabase control = ControlDatabase.open(settings.control());
                Membership member = Membership.join(settings.control(), "test", "", "");
                Sites sites = Sites.open(
                        down,
                        control,
                        member,
                        RunTables.of(control, false),
                        new ScheduleStore(control),
                        Clock.systemUTC(),
                        name -> Map.of())) {
            sites.resume();
            Site one = sites.find("DOWN").orElseThrow();
            one.awaitMove();
            assertThat(one.view().state()).isEqualTo(SiteState.RUNNING);
            long number =
                    one.send("product-master", Mode.ALL, "test").commenced().run();
            String retry = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> drover.server().runs().log(number, 0, 100).stream()
                                    .map(LogLine::text)
                                    .filter(line -> line.startsWith("Retry 1 of 5 in 1 s: "))
                                    .findFirst()
                                    .orElse(""),
                            line -> !line.isEmpty());
            assertThat(retry).contains("The source #pronto does not answer", "127.0.0.1:1 refused");
            Run run = drover.server().runs().find(number).orElseThrow();
            assertThat(one.stops().stop(run, new StopRequest("test", "seen enough"), Duration.ofSeconds(5)))
                    .as("also while it waits for a connection")
                    .isEqualTo(RunStops.Answer.ENDED);
            assertThat(drover.ended(number).result()).isEqualTo(Result.STOPPED);
        }
    }
}
