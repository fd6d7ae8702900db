package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.Installation;
import io.drover.db.ControlDatabase;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import io.drover.task.RunAnswer;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.drover.task.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.dao.DataIntegrityViolationException;

/** Whose turn it is in a queue, on a control database of its own. */
@ExtendWith(Installation.Shared.class)
class QueueTurnTest {

    private static final String QUEUE = "AllOthers";
    private static final String NODE = "node";

    private final List<Task> tasks;
    private final ControlDatabase control;

    QueueTurnTest(Installation drover) {
        tasks = drover.live().tasks().stream()
                .map(view -> view.task())
                .filter(task -> task.queue().equals(QUEUE) && task.isSendable())
                .toList();
        control = ControlDatabase.open(drover.beside("control", "turns"));
    }

    @BeforeEach
    void begin() {
        control.client()
                .sql("insert into drover.site (site, wanted, changed_by) values ('LIVE', 'RUNNING', 'test')")
                .update();
        for (String node : List.of(NODE, "another node")) {
            control.client().sql("""
                    insert into drover.node (node, life, address, version, beat_at, beats_since)
                    values (?, 0, '', '', 'infinity', '-infinity')
                    """).param(node).update();
        }
    }

    @AfterEach
    void end() {
        control.close();
    }

    private RunAnswer byClock(RunTables tables, int task) {
        RunRequest request = new RunRequest(tasks.get(task).name(), Mode.CHANGED, Cause.SCHEDULE, "schedule", null);
        return tables.requests().ask("LIVE", tasks.get(task), request);
    }

    private RunAnswer byClick(RunTables tables, int task) {
        RunRequest request = RunRequest.adHoc(tasks.get(task).name(), Mode.CHANGED, Purpose.SEND, "test");
        return tables.requests().ask("LIVE", tasks.get(task), request);
    }

    private static Run claim(RunTables tables) {
        return tables.runs().claim("LIVE", QUEUE, NODE).orElseThrow();
    }

    private static RunEnd ok(Run run) {
        List<LogLine> lines = List.of(new LogLine(1, Instant.now(), "OK: Done"));
        return new RunEnd(run, Result.OK, "Done", SendCounts.NONE, null, lines, LetterFate.NONE);
    }

    @Test
    void IA8_runs_of_a_queue_go_in_the_order_in_which_they_were_asked_for() {
        RunTables tables = RunTables.of(control, false);
        List<Long> asked = List.of(
                byClock(tables, 0).run(),
                byClock(tables, 1).run(),
                byClick(tables, 2).run());
        Run first = claim(tables);
        assertThat(tables.runs().claim("LIVE", QUEUE, "another node"))
                .as("one runs at a time")
                .isEmpty();
        Run second = tables.runs().endAndClaim(ok(first), NODE).orElseThrow();
        Run third = tables.runs().endAndClaim(ok(second), NODE).orElseThrow();
        assertThat(List.of(first.run(), second.run(), third.run())).isEqualTo(asked);
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(tables.runs().endAndClaim(ok(third), NODE)).isEmpty();
        assertThat(asked).allSatisfy(run -> {
            assertThat(tables.history().find(run).orElseThrow().result()).isEqualTo(Result.OK);
            assertThat(tables.history().log(run, 0, 10))
                    .extracting(LogLine::text)
                    .containsExactly("OK: Done");
        });
    }

    @Test
    void a_node_is_told_when_a_run_ended_before_one_that_no_other_may_take() throws SQLException {
        RunTables tables = RunTables.of(control, false);
        byClock(tables, 0);
        long bound = byClock(tables, 1).run();
        byClock(tables, 2);
        control.client()
                .sql("update drover.task_run set node = 'another node' where run = ?")
                .param(bound)
                .update();
        try (Connection listener = control.database().connect()) {
            listener.createStatement().execute("listen drover");
            Run first = claim(tables);
            Run third = tables.runs().endAndClaim(ok(first), NODE).orElseThrow();
            assertThat(heard(listener)).as("this node goes on").isEmpty();
            assertThat(tables.runs().endAndClaim(ok(third), NODE)).isEmpty();
            assertThat(heard(listener)).containsExactly("QUEUE LIVE " + QUEUE);
            Run second = tables.runs().claim("LIVE", QUEUE, "another node").orElseThrow();
            assertThat(tables.runs().end(ok(second))).isTrue();
            assertThat(heard(listener)).as("nothing waits").isEmpty();
        }
    }

    /** What a node has heard by now: the question itself brings it. */
    private static List<String> heard(Connection listener) throws SQLException {
        listener.createStatement().execute("select 1");
        return Arrays.stream(listener.unwrap(PGConnection.class).getNotifications())
                .map(PGNotification::getParameter)
                .toList();
    }

    @Test
    void a_click_goes_first_where_the_settings_say_so_also_when_it_finds_its_run_waiting() {
        RunTables tables = RunTables.of(control, true);
        byClock(tables, 0);
        long second = byClock(tables, 1).run();
        long third = byClock(tables, 2).run();
        long clicked = byClick(tables, 3).run();
        RunAnswer coalesced = byClick(tables, 2);
        assertThat(coalesced).isEqualTo(new RunAnswer(third, true));
        assertThat(claim(tables).run()).isEqualTo(third);
        assertThat(tables.history().unfinished()).extracting(Run::run).startsWith(third, clicked);
        Map<Long, QueuePlace> places = QueuePlace.of(tables.history().unfinished());
        assertThat(places.get(clicked).position()).isEqualTo(1);
        assertThat(places.get(second).position()).isEqualTo(3);
        assertThat(places.get(second).waitsFor()).extracting(Run::run).isEqualTo(third);
    }

    @Test
    void a_claim_of_which_nobody_heard_is_found_again() {
        RunTables tables = RunTables.of(control, false);
        byClock(tables, 0);
        Run lost = claim(tables);
        assertThat(tables.runs().claimedUnheard("LIVE", QUEUE, "another node")).isEmpty();
        assertThat(tables.runs().claimedUnheard("LIVE", QUEUE, NODE)).isEqualTo(Optional.of(lost));
    }

    @Test
    void a_result_that_is_written_twice_counts_once() {
        RunTables tables = RunTables.of(control, false);
        byClock(tables, 0);
        Run run = claim(tables);
        assertThat(tables.runs().end(ok(run))).isTrue();
        assertThat(tables.runs().end(RunEnd.of(run, Result.FAILED, "too late", SendCounts.NONE)))
                .isFalse();
        assertThat(tables.history().find(run.run()).orElseThrow().result()).isEqualTo(Result.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 'RUNNING'",
                "status = 'ENDED'",
                "status = 'WAITING'",
                "token = 1",
                "result = 'OK'",
                "mode = 'SOME'",
                "purpose = 'GUESS'"
            })
    void a_run_is_in_no_state_that_there_is_not(String change) {
        long run = byClock(RunTables.of(control, false), 0).run();
        assertThatThrownBy(() -> control.client()
                        .sql("update drover.task_run set " + change + " where run = ?")
                        .param(run)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }
}
