package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Bar;
import io.drover.Installation;
import io.drover.run.LogLine;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.run.RunningRun.StopRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** IA2: tasks that send nothing by themselves: a program of this machine, and a script of SQL. */
@ExtendWith(Installation.Shared.class)
class UtilityTaskTest {

    private static final String ROUTE = """
            - route:
                id: %1$s
                description: A utility
                from:
                  uri: task:%1$s
                  parameters: {queue: Utilities, source: none%2$s}
                  steps:
                    - to:
                        uri: %3$s
                        parameters: {%4$s}
            """;

    private static final Map<String, String> ROUTES = Map.of(
            "harvest", ROUTE.formatted("harvest", "", "command:harvest", "arguments: north south"),
            "broken", ROUTE.formatted("broken", "", "command:broken", "success: \"0,2\""),
            "endless", ROUTE.formatted("endless", ", timeout: 2s", "command:endless", ""),
            "purge", ROUTE.formatted("purge", ", changed: after harvest", "sql:file:%s", "dataSource: \"#web\""));

    private static final Map<String, String> COMMANDS = Map.of(
            "harvest", "echo $DROVER_SITE $DROVER_MODE $1 $2; echo harvested",
            "broken", "echo first; echo the ERP does not answer >&2; exit 3",
            "endless", "echo begun; sleep 86399.$$");

    private static final String PURGE = """
            -- What is old of the shop.
            delete from public.purged where age > 30
            """;

    private final Installation drover;

    UtilityTaskTest(Installation drover) {
        this.drover = drover;
    }

    private Path file(String task) {
        return drover.routes().resolve(task + ".camel.yaml");
    }

    @BeforeEach
    void write() throws Exception {
        drover.bring(drover.live(), SiteState.RUNNING);
        drover.web()
                .sql(
                        "create table public.purged (age int); insert into public.purged select * from generate_series(1, 40)")
                .update();
        Path commands = Files.createDirectories(drover.routes().resolve("commands"));
        for (Map.Entry<String, String> command : COMMANDS.entrySet()) {
            Path program = Files.writeString(commands.resolve(command.getKey()), "#!/bin/bash\n" + command.getValue());
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        Path sql = Files.writeString(commands.resolve("purge.sql"), PURGE);
        for (Map.Entry<String, String> route : ROUTES.entrySet()) {
            Files.writeString(file(route.getKey()), route.getValue().replace("%s", sql.toString()));
        }
        reload();
        assertThat(drover.live().view().problems()).isEmpty();
    }

    @AfterEach
    void remove() throws Exception {
        for (String task : ROUTES.keySet()) {
            Files.deleteIfExists(file(task));
        }
        reload();
        drover.web().sql("drop table public.purged").update();
    }

    private void reload() throws InterruptedException {
        drover.live().reload();
        drover.live().awaitMove();
    }

    private Run run(String task) {
        return drover.ended(drover.askAsSchedule(drover.live(), task));
    }

    private List<String> log(Run run) {
        return drover.server().runs().log(run.run(), 0, 100).stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void IA2_IA12_a_program_is_run_with_its_words_in_the_log_and_a_script_of_sql_after_it() {
        Run run = run("harvest");
        assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
        assertThat(log(run)).contains("LIVE CHANGED north south", "harvested");
        Awaitility.await("the purge after the harvest")
                .until(() -> drover.web()
                                .sql("select count(*) from public.purged")
                                .query(Integer.class)
                                .single()
                        == 30);
    }

    @Test
    void IA2_a_program_that_fails_fails_its_run_with_its_code_and_its_last_words() {
        Run run = run("broken");
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(run.message()).contains("broken ended with exit code 3: the ERP does not answer");
        assertThat(log(run)).contains("first");
    }

    @Test
    void IA14_F85_a_program_that_hangs_is_ended_at_the_limit_of_its_task_and_its_queue_goes_on() {
        Run run = run("endless");
        assertThat(run.result()).isEqualTo(Result.FAILED);
        assertThat(Duration.between(run.startedAt(), run.endedAt())).isLessThan(Bar.ofSeconds(7));
        assertThat(sleeping()).isZero();
        assertThat(run("harvest").result()).isEqualTo(Result.OK);
    }

    @Test
    void F80_IB9_a_program_that_runs_is_ended_by_stop_running_task() throws Exception {
        long asked = drover.askAsSchedule(drover.live(), "endless");
        Run running = Awaitility.await()
                .until(
                        () -> drover.server().runs().find(asked).orElseThrow(),
                        run -> run.status() == RunStatus.RUNNING && sleeping() > 0);
        RunStops.Answer answer =
                drover.live().stops().stop(running, new StopRequest("operator", "not now"), Duration.ofSeconds(5));
        assertThat(answer).isEqualTo(RunStops.Answer.ENDED);
        assertThat(sleeping()).isZero();
        assertThat(drover.ended(asked).result()).isEqualTo(Result.STOPPED);
    }

    private static long sleeping() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep 86399."))
                .count();
    }

    @Test
    void S63_S64_IA13_a_route_that_names_no_program_of_the_folder_or_a_password_is_refused_with_its_line()
            throws Exception {
        Files.writeString(file("harvest"), ROUTES.get("harvest").replace("command:harvest", "command:curl"));
        Files.writeString(file("broken"), ROUTES.get("broken").replace("success: \"0,2\"", "arguments: --password=x"));
        reload();
        assertThat(drover.live().view().problems())
                .hasSize(2)
                .anyMatch(problem -> problem.matches("routes/harvest.camel.yaml:8: .*There is no program curl.*"))
                .anyMatch(problem -> problem.matches("routes/broken.camel.yaml:8: .*looks like a password.*")
                        && !problem.contains("=x"));
        assertThat(run("harvest").result()).as("the last good version").isEqualTo(Result.OK);
    }
}
