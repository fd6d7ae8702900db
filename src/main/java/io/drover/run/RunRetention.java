package io.drover.run;

import io.drover.config.Keep;
import io.drover.db.ControlDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes what is old of the history, in small transactions. What something else depends on stays, however old (F89): runs
 * that have not ended; of each task, mode and purpose the latest run that began and the latest that was OK (freshness, Last
 * Run, what to expect of the next); runs that others confirm, undo, repeat or follow; runs whose rows are kept, because they
 * can be undone. Several nodes may do this at once. Thread-safe.
 */
public final class RunRetention {

    private static final int BATCH = 500;

    /** Rows of it can be looked at, in the shop or here. */
    private static final String HAS_ROWS =
            "(r.purpose <> 'SEND' or r.inserted + r.updated + r.removed + r.refused + r.held > 0)";

    private final JdbcClient client;
    private final DeletableRuns deletable;
    private final Keep keep;
    private final RunLogFiles files;
    private final Clock clock;
    private final ZoneId zone;

    /** @param zone of the days of log files */
    public RunRetention(ControlDatabase control, Keep keep, RunLogFiles files, Clock clock, ZoneId zone) {
        this.client = control.client();
        this.deletable = new DeletableRuns(control);
        this.keep = keep;
        this.files = files;
        this.clock = clock;
        this.zone = zone;
    }

    /** Deletes what is over by now. */
    public void deleteExpired() {
        deleteBefore(before(keep.runs().compareTo(keep.rows()) > 0 ? keep.runs() : keep.rows()));
        for (Newest newest : beyondCount()) {
            deleteAll(
                    Map.of(
                            "site", newest.site(),
                            "task", newest.task(),
                            "run", newest.run(),
                            "before", before(keep.rows())),
                    "r.site = :site and r.task = :task and r.run <= :run and (r.ended_at < :before or not %s)"
                            .formatted(HAS_ROWS));
        }
        deleteLines();
        files.deleteBefore(clock.instant().minus(keep.logs()).atZone(zone).toLocalDate());
    }

    /**
     * From the first run on, some at a time: whoever looked for them from the beginning each time would read more and more
     * places of runs that are gone. What ended before that time was asked for before it.
     */
    private void deleteBefore(Timestamp time) {
        long after = 0;
        for (Optional<Long> upTo = portion(after, time); upTo.isPresent(); upTo = portion(after, time)) {
            deletable.delete(
                    "r.run > :after and r.run <= :upTo and r.ended_at < :before",
                    Map.of("after", after, "upTo", upTo.get(), "before", time),
                    BATCH);
            after = upTo.get();
        }
    }

    /** @return the last of the runs that are looked at together */
    private Optional<Long> portion(long after, Timestamp before) {
        return client.sql("""
                select run from (select r.run from drover.task_run r
                                  where r.run > :after and %s
                                  order by r.run limit :batch) portion
                 order by run desc limit 1
                """.formatted(RunFilter.NUMBERED_BEFORE))
                .param("after", after)
                .param("to", before)
                .param("batch", BATCH)
                .query(Long.class)
                .optional();
    }

    private Timestamp before(Duration age) {
        return Timestamp.from(clock.instant().minus(age));
    }

    private void deleteAll(Map<String, ?> parameters, String condition) {
        int deleted;
        do {
            deleted = deletable.delete(condition, parameters, BATCH);
        } while (deleted == BATCH);
    }

    /** The newest run of a task that is one too many. */
    private record Newest(String site, String task, long run) {}

    private List<Newest> beyondCount() {
        return client.sql("""
                with recursive tasks (site, task) as (
                  (select site, task from drover.task_run order by site, task limit 1)
                  union all
                  select n.site, n.task from tasks t,
                         lateral (select r.site, r.task from drover.task_run r
                                   where (r.site, r.task) > (t.site, t.task)
                                   order by r.site, r.task limit 1) n)
                select t.site, t.task, n.run from tasks t,
                       lateral (select run from drover.task_run r where r.site = t.site and r.task = t.task
                                 order by run desc offset :most limit 1) n
                """)
                .param("most", keep.runsPerTask())
                .query(Newest.class)
                .list();
    }

    /** Of runs that stay longer than their logs. */
    private void deleteLines() {
        Instant before = clock.instant().minus(keep.logs());
        int deleted;
        do {
            deleted = client.sql("""
                    delete from drover.run_log
                     where ctid = any (array(select l.ctid from drover.run_log l
                                              where l.at < :before
                                                and not exists (select from drover.task_run r
                                                                 where r.run = l.run and r.status <> 'ENDED')
                                              limit :batch))
                    """)
                    .param("before", Timestamp.from(before))
                    .param("batch", BATCH)
                    .update();
        } while (deleted == BATCH);
    }
}
