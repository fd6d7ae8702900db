package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.Keep;
import io.drover.db.ControlDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * F88: a history of very many runs is listed as quickly as a short one, and what is deleted of it keeps nobody waiting.
 * {@code -Ddrover.history.runs=5000000} makes it 5 million runs instead of 20,000, where a look without an index lasts longer.
 */
@ExtendWith(Installation.Shared.class)
class LongHistoryTest {

    private static final int RUNS = Integer.getInteger("drover.history.runs", 20_000);
    private static final int SITES = 3;
    private static final int TASKS = 20;
    private static final int LOOKS = 20;
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path logs;

    /** A year of runs; every seventh failed. */
    private static void fill(ControlDatabase control) {
        control.client().sql("""
                insert into drover.site (site, wanted, changed_by) select 'S' || i, 'RUNNING', 't' from generate_series(0, 2) i
                """).update();
        control.client()
                .sql("""
                insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, requested_at, status,
                                             started_at, ended_at, result, read)
                select 'S' || i % :sites, 'task-' || i % :tasks, 'Task ' || i % :tasks, 'AllOthers', 'CHANGED', 'schedule',
                       'schedule', at, 'ENDED', at, at + interval '1 second', case when i % 7 = 0 then 'Failed' else 'OK' end, i
                  from generate_series(1, :runs) i,
                       lateral (select :now::timestamptz - (:runs - i) * interval '365 days' / :runs as at) t
                """)
                .param("sites", SITES)
                .param("tasks", TASKS)
                .param("runs", RUNS)
                .param("now", NOW.toString())
                .update();
        control.client().sql("analyze drover.task_run").update();
    }

    private static Duration slowest(Runnable look) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < LOOKS; i++) {
            long begin = System.nanoTime();
            look.run();
            times.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        times.sort(null);
        return times.get(LOOKS * 95 / 100 - 1);
    }

    @Test
    void F88_a_long_history_is_listed_at_once_and_shortened_without_keeping_anybody_waiting(Installation drover)
            throws Exception {
        try (ControlDatabase control = ControlDatabase.open(drover.beside("control", "long_history"))) {
            fill(control);
            RunTables tables = RunTables.of(control, false);
            RunHistory history = tables.history();
            List<RunFilter> pages = List.of(
                    new RunFilter(null, null, null, null, null, 100),
                    new RunFilter("S1", null, null, null, null, 100),
                    new RunFilter("S1", "task-1", null, null, null, 100),
                    new RunFilter("S1", null, Result.FAILED, null, null, 100),
                    new RunFilter(
                            null, null, null, NOW.minus(Duration.ofDays(200)), NOW.minus(Duration.ofDays(199)), 100));
            for (RunFilter page : pages) {
                assertThat(slowest(() -> history.list(page)))
                        .as(page.toString())
                        .isLessThan(LONGEST_LOOK);
            }
            assertThat(slowest(() -> history.latest("S1")))
                    .as("the list of tasks")
                    .isLessThan(LONGEST_LOOK);
            List<TaskOfSite> tasks = history.latest("S1").stream()
                    .map(run -> new TaskOfSite(run.site(), run.task()))
                    .toList();
            assertThat(tasks).hasSize(TASKS);
            assertThat(slowest(() -> history.recent(tasks, 20)))
                    .as("how fresh they are")
                    .isLessThan(LONGEST_LOOK);

            assertThat(longestWaitDuring(control, () -> shorten(control)))
                    .as("a request beside the deleting")
                    .isLessThan(LONGEST_WAIT);
            assertThat(control.client()
                            .sql("select count(*) from drover.task_run where ended_at < ?::timestamptz")
                            .param(NOW.minus(Duration.ofDays(31)).toString())
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    /** Numbers grow with the times of the requests, but for a clock that steps. */
    @Test
    void F88_a_day_is_listed_whole_though_the_clock_stepped(Installation drover) throws Exception {
        try (ControlDatabase control = ControlDatabase.open(drover.beside("control", "stepped_history"))) {
            RunHistory history = RunTables.of(control, false).history();
            assertThat(history.list(day(0))).as("of no runs at all").isEmpty();
            control.client().sql("""
                    insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, requested_at, status,
                                                 started_at, ended_at, result)
                    select 'S', 't', 't', 'AllOthers', 'CHANGED', 'schedule', 'schedule', at, 'ENDED', at, at, 'OK'
                      from generate_series(1, 2000) i,
                           lateral (select :now::timestamptz - (2000 - i) * interval '7 minutes'
                                           + case when i between 400 and 600 then interval '-23 hours'
                                                  when i between 1200 and 1300 then interval '23 hours'
                                                  else interval '0' end as at) t
                     where i % 9 > 0
                    """).param("now", NOW.toString()).update();
            control.client()
                    .sql("delete from drover.task_run where run between 700 and 790")
                    .update();

            for (int back = -1; back < 13; back++) {
                RunFilter day = day(back);
                assertThat(history.list(day).stream().map(Run::run))
                        .as("%s to %s", day.from(), day.to())
                        .containsExactlyElementsOf(control.client()
                                .sql(
                                        "select run from drover.task_run where requested_at >= ?::timestamptz and requested_at < ?::timestamptz order by run desc")
                                .param(String.valueOf(day.from()))
                                .param(String.valueOf(day.to()))
                                .query(Long.class)
                                .list());
            }
        }
    }

    private static RunFilter day(int back) {
        Instant begin = NOW.minus(Duration.ofDays(back + 1L));
        return new RunFilter(null, null, null, begin, begin.plus(Duration.ofDays(1)), 1000);
    }

    private void shorten(ControlDatabase control) {
        Keep month = new Keep(Duration.ofDays(7), Duration.ofDays(30), Integer.MAX_VALUE, Duration.ofDays(7));
        new RunRetention(
                        control,
                        month,
                        new RunLogFiles(logs, ZoneOffset.UTC),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        ZoneOffset.UTC)
                .deleteExpired();
    }

    /** How long a row of a run was waited for at most while the work went on, in 99 of 100 times. */
    private static Duration longestWaitDuring(ControlDatabase control, Runnable work) throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Duration> waits = new ArrayList<>();
        Thread asker = new Thread(() -> {
            while (!isOver.get()) {
                long begin = System.nanoTime();
                control.client()
                        .sql(
                                "update drover.task_run set message = 'asked for' where run = (select max(run) from drover.task_run)")
                        .update();
                waits.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        });
        asker.start();
        work.run();
        isOver.set(true);
        asker.join();
        waits.sort(null);
        return waits.get(waits.size() * 99 / 100);
    }
}
