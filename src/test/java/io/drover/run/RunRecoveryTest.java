package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.db.ControlDatabase;
import io.drover.db.SiteDatabases;
import io.drover.send.Mode;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.drover.task.RunRequest.Fire;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a crash leaves in the table of runs, and the invariants that its constraints hold. */
@ExtendWith(Installation.Shared.class)
class RunRecoveryTest {

    /** No Drover serves it. */
    private static final String SITE = "RECOVERY";

    @Test
    void F71_IF15_a_run_of_a_node_that_is_gone_is_interrupted_once(Installation drover) throws Exception {
        try (ControlDatabase control =
                        ControlDatabase.open(drover.server().settings().control());
                SiteDatabases databases =
                        SiteDatabases.open(drover.server().settings().sites().get(1));
                DefaultCamelContext nothing = new DefaultCamelContext()) {
            want(control, "STOPPED");
            join(control, "a node");
            join(control, "another node");
            RunTables tables = RunTables.of(control, false);
            RunStore store = tables.runs();
            long run = tables.requests().ask(SITE, task(drover), request(null)).run();
            assertThat(store.claim(SITE, "AllOthers", "a node"))
                    .as("of a site that is stopped")
                    .isEmpty();
            want(control, "RUNNING");
            assertThat(store.claim(SITE, "AllOthers", "no node at all")).isEmpty();
            assertThat(store.claim(SITE, "AllOthers", "a node").orElseThrow().run())
                    .isEqualTo(run);
            assertThat(tables.requests().ask(SITE, task(drover), request(null)).coalesced())
                    .isFalse();
            assertThat(store.claim(SITE, "AllOthers", "another node"))
                    .as("one runs at a time per queue")
                    .isEmpty();
            RunRecovery recovery = new RunRecovery(
                    databases,
                    new TaskCatalogue(nothing),
                    tables,
                    new NoWatch(),
                    new DeadRuns(control, "another node"),
                    (queue, line) -> {});
            assertThat(recovery.recover(SITE)).as("its node is alive").isEmpty();
            control.client()
                    .sql("delete from drover.node where node = 'a node'")
                    .update();
            assertThat(recovery.recover(SITE)).extracting(Run::run).containsExactly(run);
            assertThat(tables.history().find(run).orElseThrow().result()).isEqualTo(Result.INTERRUPTED);
            assertThat(tables.history().find(run).orElseThrow().message())
                    .as("of a task whose file is gone")
                    .isEqualTo("Node a node ended without notice; the file of task system-table is gone,"
                            + " so whether its work is done is not known");
            assertThat(recovery.recover(SITE)).as("once").isEmpty();
            control.client()
                    .sql("delete from drover.node where node = 'another node'")
                    .update();
            store.endWaiting(SITE, "test");
        }
    }

    @Test
    void a_due_instant_starts_one_run_however_often_it_is_seen(Installation drover) {
        try (ControlDatabase control =
                ControlDatabase.open(drover.server().settings().control())) {
            RunTables tables = RunTables.of(control, false);
            control.client()
                    .sql(
                            "insert into drover.schedule (site, task, mode, words) values ('STAGE', 'seen-twice', 'ALL', 'every day at 00:00') on conflict do nothing")
                    .update();
            int schedule = control.client()
                    .sql("select schedule_id from drover.schedule where task = 'seen-twice'")
                    .query(Integer.class)
                    .single();
            RunRequest fire = request(new Fire(schedule, Instant.parse("2026-11-22T00:00:00Z"), null));
            long run = tables.requests().ask("STAGE", task(drover), fire).run();
            tables.runs().endWaiting("STAGE", "test");
            assertThat(tables.requests().ask("STAGE", task(drover), fire).run()).isEqualTo(run);
            control.client()
                    .sql("delete from drover.schedule where schedule_id = ?")
                    .param(schedule)
                    .update();
        }
    }

    private record NoWatch() implements RunWatch {

        @Override
        public Optional<String> refusal(Run run) {
            return Optional.empty();
        }

        @Override
        public List<Follower> followers(Run run, Result result) {
            return List.of();
        }

        @Override
        public void ended(Run run) {}
    }

    /** A node that has been alive for long. */
    private static void join(ControlDatabase control, String node) {
        control.client().sql("""
                insert into drover.node (node, life, address, version, beat_at, beats_since)
                values (?, 0, '', '', 'infinity', '-infinity')
                """).param(node).update();
    }

    private static void want(ControlDatabase control, String wanted) {
        control.client().sql("""
                        insert into drover.site (site, wanted, changed_by) values (?, ?, 'test')
                        on conflict (site) do update set wanted = excluded.wanted
                        """).params(SITE, wanted).update();
    }

    private static RunRequest request(Fire fire) {
        return new RunRequest("system-table", Mode.ALL, Cause.SCHEDULE, "test", fire);
    }

    private static Task task(Installation drover) {
        return drover.stage().tasks().stream()
                .map(view -> view.task())
                .filter(task -> task.name().equals("system-table"))
                .findFirst()
                .orElseThrow();
    }
}
