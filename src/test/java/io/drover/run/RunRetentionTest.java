package io.drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.Keep;
import io.drover.db.ControlDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes old, and what never does, on a control database of its own. */
@ExtendWith(Installation.Shared.class)
class RunRetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Keep KEEP = new Keep(Duration.ofDays(3), Duration.ofDays(20), 15, Duration.ofDays(10));
    private static final int RUNS = 3_000;

    @TempDir
    private Path logs;

    @Test
    void F89_IF14_nothing_that_is_needed_is_ever_deleted_and_all_that_is_old_is(Installation drover) {
        long seed = Long.getLong("drover.retention.seed", System.nanoTime());
        try (ControlDatabase control = ControlDatabase.open(drover.beside("control", "retention"))) {
            control.inTransaction(() -> {
                fill(control, new Random(seed));
                return seed;
            });
            RunHistory history = RunTables.of(control, false).history();
            List<Run> before = all(control);
            retention(control).deleteExpired();
            Set<Long> kept = all(control).stream().map(Run::run).collect(Collectors.toSet());

            Set<Long> needed = needed(before);
            assertThat(kept).as("seed %d", seed).containsAll(needed);
            Map<String, Integer> newer = new HashMap<>();
            for (Run run : before.stream()
                    .sorted(Comparator.comparing(Run::run).reversed())
                    .toList()) {
                int place = newer.merge(run.site() + run.task(), 1, Integer::sum);
                boolean isOld = isOlder(run, KEEP.runs())
                        || place > KEEP.runsPerTask() && (!hasRows(run) || isOlder(run, KEEP.rows()));
                // What others are about is kept as long as they are; they may have gone in the same sweep.
                boolean isReferred = before.stream().anyMatch(other -> Objects.equals(other.ofRun(), run.run()));
                if (!needed.contains(run.run()) && !isReferred) {
                    assertThat(kept.contains(run.run()))
                            .as("seed %d, %s", seed, run)
                            .isEqualTo(!isOld);
                }
            }
            assertThat(kept).hasSizeLessThan(RUNS / 2);
            Set<Long> told = new HashSet<>(control.client()
                    .sql("select distinct run from drover.run_log")
                    .query(Long.class)
                    .list());
            assertThat(kept).as("no line without its run").containsAll(told);
            assertThat(history.latest("A")).isNotEmpty();
        }
    }

    private RunRetention retention(ControlDatabase control) {
        return new RunRetention(
                control, KEEP, new RunLogFiles(logs, ZoneOffset.UTC), Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC);
    }

    private static List<Run> all(ControlDatabase control) {
        return control.client()
                .sql("select * from drover.task_run order by run")
                .query(RunColumns::run)
                .list();
    }

    /** Written down once more, without SQL. */
    private static Set<Long> needed(List<Run> runs) {
        Set<Long> needed = new HashSet<>();
        runs.stream().filter(run -> run.status() != RunStatus.ENDED).forEach(run -> needed.add(run.run()));
        keepLatest(runs, run -> true, needed);
        keepLatest(runs, run -> run.startedAt() != null, needed);
        keepLatest(runs, Run::isOk, needed);
        for (Run run : runs) {
            if (!isOlder(run, KEEP.rows()) && hasRows(run)) {
                needed.add(run.run());
            }
        }
        return needed;
    }

    private static void keepLatest(List<Run> runs, Predicate<Run> which, Set<Long> needed) {
        runs.stream()
                .filter(which)
                .collect(Collectors.toMap(
                        run -> List.of(run.site(), run.task(), run.mode(), run.purpose()),
                        run -> run,
                        (older, newer) -> newer))
                .values()
                .forEach(run -> needed.add(run.run()));
    }

    private static boolean hasRows(Run run) {
        return run.purpose() != io.drover.send.Purpose.SEND
                || run.counts().written()
                                + run.counts().refused()
                                + run.counts().held()
                        > 0;
    }

    private static boolean isOlder(Run run, Duration age) {
        return run.endedAt() != null && run.endedAt().isBefore(NOW.minus(age));
    }

    private static void fill(ControlDatabase control, Random random) {
        control.client()
                .sql(
                        "insert into drover.site (site, wanted, changed_by) values ('A', 'RUNNING', 't'), ('B', 'STOPPED', 't')")
                .update();
        for (int i = 1; i <= RUNS; i++) {
            String site = random.nextInt(3) == 0 ? "B" : "A";
            String task = "task-" + random.nextInt(6);
            Instant at = NOW.minus(Duration.ofDays(40))
                    .plus(Duration.ofDays(40).multipliedBy(i).dividedBy(RUNS));
            String[] results = {"OK", "OK", "OK", "OK with refused rows", "Failed", "Stopped", "Missed", "Skipped"};
            String result = results[random.nextInt(results.length)];
            boolean isNote = result.equals("Missed") || result.equals("Skipped");
            boolean unfinished = i > RUNS - 3;
            control.client()
                    .sql("""
                    insert into drover.task_run (site, task, title, queue, mode, purpose, cause, requested_by, requested_at,
                        status, token, started_at, ended_at, result, of_run, inserted)
                    values (:site, :task, :task, :queue, :mode, :purpose, 'schedule', 'test', :at, :status, :token, :started,
                            :ended, :result, :of, :inserted)
                    """)
                    .param("site", site)
                    .param("task", task)
                    .param("queue", unfinished ? "Q" + i : "AllOthers")
                    .param("mode", random.nextInt(4) == 0 ? "ALL" : "CHANGED")
                    .param("purpose", random.nextInt(10) == 0 ? "PREVIEW" : "SEND")
                    .param("at", java.sql.Timestamp.from(at))
                    .param("status", unfinished ? "RUNNING" : "ENDED")
                    .param("token", unfinished ? Long.valueOf(i) : null)
                    .param("started", isNote && !unfinished ? null : java.sql.Timestamp.from(at))
                    .param("ended", unfinished ? null : java.sql.Timestamp.from(at.plusSeconds(1)))
                    .param("result", unfinished ? null : result)
                    .param("of", i > 10 && random.nextInt(20) == 0 ? Long.valueOf(i - 1 - random.nextInt(5)) : null)
                    .param("inserted", random.nextInt(3) == 0 ? 5 : 0)
                    .update();
            control.client()
                    .sql("insert into drover.run_log (run, line, at, text) values (?, 1, ?, 'told')")
                    .params(i, java.sql.Timestamp.from(at))
                    .update();
        }
    }

    @Test
    void old_log_files_are_deleted_by_the_day(Installation drover) throws Exception {
        Path old = Files.createDirectories(logs.resolve("A/runs/2026-11-10"));
        Files.writeString(old.resolve("1.log"), "old");
        Path young = Files.createDirectories(logs.resolve("A/runs/2026-11-20"));
        Files.writeString(young.resolve("2.log"), "young");
        Path others = Files.createDirectories(logs.resolve("A/runs/mine"));
        new RunLogFiles(logs, ZoneOffset.UTC)
                .deleteBefore(NOW.minus(KEEP.logs()).atZone(ZoneOffset.UTC).toLocalDate());
        assertThat(old).doesNotExist();
        assertThat(young.resolve("2.log")).exists();
        assertThat(others).exists();
    }
}
