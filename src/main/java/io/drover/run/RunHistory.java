package io.drover.run;

import io.drover.db.ControlDatabase;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known of runs, from request to result. Reads only. Thread-safe. */
public final class RunHistory {

    private static final int MAX_LIMIT = 1000;

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
        return client.sql(
                        "select * from drover.task_run where status <> 'ENDED' order by status desc, priority desc, run")
                .query(RunColumns::run)
                .list();
    }

    /** In which queues of which sites something waits. */
    public Map<String, List<String>> waitingQueues() {
        Map<String, List<String>> queues = new HashMap<>();
        client.sql("select distinct site, queue from drover.task_run where status = 'QUEUED'")
                .query(result -> {
                    queues.computeIfAbsent(result.getString("site"), site -> new ArrayList<>())
                            .add(result.getString("queue"));
                });
        return queues;
    }

    public List<Run> list(RunFilter filter) {
        return client.sql("""
                select * from drover.task_run
                 where (:site::text is null or site = :site) and (:task::text is null or task = :task)
                   and (:purpose::text is null or purpose = :purpose)
                   and (:result::text is null or result = :result)
                   and (:from::timestamptz is null or requested_at >= :from)
                   and (:to::timestamptz is null or requested_at < :to)
                 order by run desc limit :limit
                """)
                .param("site", filter.site())
                .param("task", filter.task())
                .param(
                        "purpose",
                        filter.purpose() == null ? null : filter.purpose().name())
                .param(
                        "result",
                        filter.result() == null ? null : filter.result().word())
                .param("from", timestamp(filter.from()))
                .param("to", timestamp(filter.to()))
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

    /** Of each task of a site the end of its latest send that was OK. */
    public Map<String, Instant> lastOk(String site) {
        Map<String, Instant> ends = new HashMap<>();
        client.sql("""
                with recursive %s
                select r.task, r.ended_at from tasks t,
                       lateral (select * from drover.task_run l
                                 where l.site = :site and l.task = t.task and l.purpose = 'SEND'
                                   and l.result in (:ok, :refused)
                                 order by l.run desc limit 1) r
                """.formatted(TASKS))
                .param("site", site)
                .param("ok", Result.OK.word())
                .param("refused", Result.OK_WITH_REFUSED_ROWS.word())
                .query(result -> {
                    ends.put(
                            result.getString("task"),
                            result.getTimestamp("ended_at").toInstant());
                });
        return ends;
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

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
