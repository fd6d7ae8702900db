package io.drover.run;

import io.drover.db.ControlDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known of runs, from request to result. Reads only. Thread-safe. */
public final class RunHistory {

    /** Most runs of one {@link #list}. */
    public static final int MAX_LIMIT = 1000;

    /** The tasks of a site, one step of an index for each, however many runs there are. */
    private static final String TASKS = """
            tasks (task) as (
              (select task from drover.task_run where site = :site order by task limit 1)
              union all
              select (select r.task from drover.task_run r where r.site = :site and r.task > t.task
                       order by r.task limit 1)
                from tasks t where t.task is not null)
            """;

    private final JdbcClient client;
    private final RunOverview overview;

    RunHistory(ControlDatabase control) {
        this.client = control.client();
        this.overview = new RunOverview(client);
    }

    /** Runs of many tasks at once. */
    public RunOverview overview() {
        return overview;
    }

    public Optional<Run> find(long run) {
        return client.sql("select * from drover.task_run where run = ?")
                .param(run)
                .query(RunColumns::run)
                .optional();
    }

    /** Runs without a result, the running ones first, then in the order in which they will run. */
    public List<Run> unfinished() {
        // One index for each of the two: it is asked all the time, beside a million runs that have ended.
        return client.sql("""
                select * from (select * from drover.task_run where status = 'RUNNING'
                               union all
                               select * from drover.task_run where status = 'QUEUED') r
                 order by status desc, priority desc, run
                """).query(RunColumns::run).list();
    }

    /** The number of the latest run that was asked for; 0 before the first. */
    long highest() {
        return client.sql("select coalesce(max(run), 0) from drover.task_run")
                .query(Long.class)
                .single();
    }

    /**
     * Runs by number: those after one, and some others.
     *
     * @param most of those after it
     */
    List<Run> after(long run, Collection<Long> others, int most) {
        return client.sql("""
                select * from (select * from drover.task_run where run = any(:others)) o
                union all
                select * from (select * from drover.task_run where run > :run order by run limit :most) a
                """)
                .param("others", others.toArray(Long[]::new))
                .param("run", run)
                .param("most", most)
                .query(RunColumns::run)
                .list();
    }

    public List<Run> list(RunFilter filter) {
        return client.sql("select r.* from drover.task_run r where %s order by r.run desc limit :limit"
                        .formatted(RunFilter.CONDITION))
                .params(filter.parameters())
                .param("limit", Math.min(filter.limit(), MAX_LIMIT))
                .query(RunColumns::run)
                .list();
    }

    /** Of each task of a site the latest send in each mode that has begun. */
    public List<Run> latest(String site) {
        return client.sql("""
                with recursive %s
                select r.* from tasks t, unnest(array['ALL', 'CHANGED']) m(mode),
                       lateral (select * from drover.task_run l
                                 where l.site = :site and l.task = t.task and l.mode = m.mode
                                   and l.purpose = 'SEND' and l.started_at is not null
                                 order by l.run desc limit 1) r
                """.formatted(TASKS))
                .param("site", site)
                .query(RunColumns::run)
                .list();
    }

    /** A text as the next line of a run's log, by the database's clock; it is not stored. */
    LogLine nextLine(long run, String text) {
        return client.sql("""
                select coalesce(max(line), 0) + 1 as line, clock_timestamp() as at from drover.run_log where run = ?
                """)
                .param(run)
                .query((result, row) -> new LogLine(
                        result.getInt("line"), result.getTimestamp("at").toInstant(), text))
                .single();
    }

    /**
     * Of each of those tasks what became of its latest sends, also of those that never began, newest first.
     *
     * @param most of each task
     */
    public Map<TaskOfSite, List<Run>> recent(Collection<TaskOfSite> tasks, int most) {
        return ofTasks(tasks, "true", most).stream()
                .collect(Collectors.groupingBy(run -> new TaskOfSite(run.site(), run.task())));
    }

    /** Of each of those tasks when its latest run that was OK began; those without one are left out. */
    public Map<TaskOfSite, Instant> lastOkStarts(Collection<TaskOfSite> tasks) {
        Map<TaskOfSite, Instant> starts = new HashMap<>();
        String isOk = "l.result in ('%s', '%s')".formatted(Result.OK.word(), Result.OK_WITH_REFUSED_ROWS.word());
        for (Run run : ofTasks(tasks, isOk, 1)) {
            if (run.startedAt() != null) {
                starts.put(new TaskOfSite(run.site(), run.task()), run.startedAt());
            }
        }
        return starts;
    }

    /** Of each of those tasks when its latest run ended that found a change; those without one are left out. */
    public Map<TaskOfSite, Instant> lastChanges(Collection<TaskOfSite> tasks) {
        Map<TaskOfSite, Instant> ends = new HashMap<>();
        for (Run run : ofTasks(tasks, "l.ended_at is not null and l.inserted + l.updated + l.removed > 0", 1)) {
            if (run.endedAt() != null) {
                ends.put(new TaskOfSite(run.site(), run.task()), run.endedAt());
            }
        }
        return ends;
    }

    private List<Run> ofTasks(Collection<TaskOfSite> tasks, String condition, int most) {
        return client.sql("""
                select r.*
                  from unnest(:sites::text[], :tasks::text[]) with ordinality k(site, task, n),
                       lateral (select l.* from unnest(array['ALL', 'CHANGED']) m(mode),
                                       lateral (select * from drover.task_run l
                                                 where l.site = k.site and l.task = k.task and l.mode = m.mode
                                                   and l.purpose = 'SEND' and %s
                                                 order by l.run desc limit :most) l
                                 order by l.run desc limit :most) r
                 order by k.n, r.run desc
                """.formatted(condition))
                .param("sites", tasks.stream().map(TaskOfSite::site).toArray(String[]::new))
                .param("tasks", tasks.stream().map(TaskOfSite::task).toArray(String[]::new))
                .param("most", most)
                .query(RunColumns::run)
                .list();
    }

    /** How many rows the latest run that was OK read, of the same task, mode and purpose. */
    Optional<Long> rowsExpected(Run run) {
        return client.sql("""
                select read from drover.task_run
                 where site = ? and task = ? and mode = ? and purpose = ? and result in (?, ?)
                 order by run desc limit 1
                """)
                .params(run.site(), run.task(), run.mode().name(), run.purpose().name())
                .params(Result.OK.word(), Result.OK_WITH_REFUSED_ROWS.word())
                .query(Long.class)
                .optional();
    }

    /**
     * @param after number of the last line already seen, 0 = from the beginning
     * @param limit most lines returned
     */
    public List<LogLine> log(long run, int after, int limit) {
        return client.sql("select line, at, text from drover.run_log where run = ? and line > ? order by line limit ?")
                .params(run, after, Math.min(limit, MAX_LIMIT + 1))
                .query((result, row) -> new LogLine(
                        result.getInt("line"), result.getTimestamp("at").toInstant(), result.getString("text")))
                .list();
    }
}
