package io.drover.run;

import io.drover.db.ControlDatabase;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import io.drover.task.RunAnswer;
import io.drover.task.RunRequest;
import io.drover.task.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code task_run} and its logs. Thread-safe; each method is one transaction. */
public final class RunStore {

    private static final int MAX_LIMIT = 1000;

    private final ControlDatabase control;
    private final JdbcClient client;

    public RunStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
    }

    /** Writes a request down, or finds the run that already serves it. */
    public RunAnswer ask(String site, Task task, RunRequest request) {
        return ask(site, task, request, answer -> {});
    }

    /** @param alongside what is to be written in the same transaction; when it throws, nothing was asked for */
    RunAnswer ask(String site, Task task, RunRequest request, Consumer<RunAnswer> alongside) {
        return control.inTransaction(() -> {
            RunAnswer answer = insertOrFind(site, task, request);
            alongside.accept(answer);
            return answer;
        });
    }

    private RunAnswer insertOrFind(String site, Task task, RunRequest request) {
        while (true) {
            Optional<Long> added = insert(site, task, request);
            if (added.isPresent()) {
                return new RunAnswer(added.get(), false);
            }
            Optional<Long> serving = serving(site, task, request);
            if (serving.isPresent()) {
                return new RunAnswer(serving.get(), true);
            }
            // The waiting run was claimed between the two statements: there is room for a new one now.
        }
    }

    private Optional<Long> insert(String site, Task task, RunRequest request) {
        return insert(site, task, request, null, null);
    }

    /** @param result of a due time that became no run; null for a run that is to be */
    private Optional<Long> insert(
            String site, Task task, RunRequest request, @Nullable Result result, @Nullable String message) {
        RunRequest.Fire fire = request.fire();
        return client.sql("""
                insert into drover.task_run (site, task, title, queue, mode, purpose, cause, requested_by, of_run,
                                             confirmed_removals, schedule_id, due_at, node, status, result, message, ended_at)
                values (:site, :task, :title, :queue, :mode, :purpose, :cause, :by, :of, :confirmed,
                        coalesce(:schedule::integer, (select schedule_id from drover.schedule
                                                       where site = :site and task = :task and mode = :mode
                                                       order by added, schedule_id limit 1)),
                        :due, (select node from drover.schedule where schedule_id = :schedule::integer),
                        case when :result::text is null then 'QUEUED' else 'ENDED' end, :result, :message,
                        case when :result::text is not null then clock_timestamp() end)
                on conflict do nothing returning run
                """)
                .param("site", site)
                .param("task", task.name())
                .param("title", task.title())
                .param("queue", request.queue(task))
                .param("result", result == null ? null : result.word())
                .param("message", message)
                .param("mode", request.mode().name())
                .param("purpose", request.purpose().name())
                .param("of", request.ofRun())
                .param("confirmed", request.confirmedRemovals())
                .param("cause", request.cause().word())
                .param("by", request.requestedBy())
                .param("schedule", fire == null ? null : fire.schedule())
                .param("due", fire == null ? null : Timestamp.from(fire.dueAt()))
                .query(Long.class)
                .optional();
    }

    private Optional<Long> serving(String site, Task task, RunRequest request) {
        if (request.isSingleUse()) {
            return usedBy(request);
        }
        RunRequest.Fire fire = request.fire();
        return client.sql("""
                select run from drover.task_run
                 where site = ? and task = ? and mode = ? and purpose = ? and queue = ? and status = 'QUEUED'
                       and confirmed_removals is null
                    or schedule_id = ? and due_at = ?
                 order by run desc limit 1
                """)
                .params(
                        site,
                        request.task(),
                        request.mode().name(),
                        request.purpose().name(),
                        request.queue(task))
                .param(fire == null ? null : fire.schedule())
                .param(fire == null ? null : Timestamp.from(fire.dueAt()))
                .query(Long.class)
                .optional();
    }

    /** Writes down a due time that becomes no run, with its result; what is written already stays. */
    public void note(String site, Task task, RunRequest request, Result result, String message) {
        insert(site, task, request, result, message);
    }

    /** True while a run of that task and mode waits or runs. */
    public boolean isUnfinished(String site, String task, Mode mode) {
        return client.sql("""
                select exists (select from drover.task_run
                                where site = ? and task = ? and mode = ? and status <> 'ENDED' and purpose = 'SEND')
                """)
                .params(site, task, mode.name())
                .query(Boolean.class)
                .single();
    }

    /** True while a run of that schedule waits or runs in that queue. */
    public boolean isUnfinished(int schedule, String queue) {
        return client.sql("""
                select exists (select from drover.task_run where schedule_id = ? and queue = ? and status <> 'ENDED')
                """).params(schedule, queue).query(Boolean.class).single();
    }

    /** True when a due time of that schedule was skipped since then. */
    public boolean isSkipped(int schedule, Instant since) {
        return client.sql("""
                select exists (select from drover.task_run
                                where schedule_id = ? and result = ? and requested_at >= ?)
                """)
                .params(schedule, Result.SKIPPED.word(), Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    /** The run that was asked for because of the same earlier run. */
    private Optional<Long> usedBy(RunRequest request) {
        return client.sql("""
                select max(run) from drover.task_run
                 where of_run = ? and purpose = ? and (purpose = 'UNDO' or confirmed_removals is not null)
                """)
                .params(request.ofRun(), request.purpose().name())
                .query(Long.class)
                .optional();
    }

    /**
     * Takes the next waiting run of a queue, unless one of that queue is running, the site is to be stopped, or the node
     * counts as dead. The index one_running_per_queue lets one of several nodes through.
     */
    public Optional<Run> claim(String site, String queue, String node) {
        try {
            return claimNext(site, queue, node);
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    private Optional<Run> claimNext(String site, String queue, String node) {
        return client.sql("""
                update drover.task_run
                   set status = 'RUNNING', started_at = clock_timestamp(), node = :node,
                       token = nextval('drover.run_token')
                 where run = (select run from drover.task_run
                               where site = :site and queue = :queue and status = 'QUEUED'
                                 and (node is null or node = :node)
                                 and not exists (select from drover.task_run
                                                  where site = :site and queue = :queue and status = 'RUNNING')
                                 and exists (select from drover.site where site = :site and wanted = 'RUNNING')
                                 and exists (select from drover.live_node where node = :node)
                               order by run limit 1 for update skip locked)
                returning *
                """)
                .param("site", site)
                .param("queue", queue)
                .param("node", node)
                .query(RunStore::run)
                .optional();
    }

    /** Writes the result down. Does nothing when the run has a result already. */
    public void end(long run, Result result, String message, SendCounts counts) {
        end(run, result, message, counts, null);
    }

    /** @param guardRemovals how many rows the guard kept the run from removing; null where it did not stop the run */
    void end(long run, Result result, String message, SendCounts counts, @Nullable Long guardRemovals) {
        client.sql("""
                update drover.task_run
                   set status = 'ENDED', ended_at = clock_timestamp(), result = ?, message = ?, guard_removals = ?,
                       read = ?, equal = ?,
                       inserted = ?, updated = ?, removed = ?, refused = ?, held = ?, skipped = ?
                 where run = ? and status <> 'ENDED'
                """)
                .params(result.word(), message, guardRemovals, counts.read(), counts.equal())
                .params(
                        counts.inserted(),
                        counts.updated(),
                        counts.removed(),
                        counts.refused(),
                        counts.held(),
                        counts.skipped(),
                        run)
                .update();
    }

    /** Writes down that a run is being executed once more. */
    void countRetry(long run, int retries) {
        client.sql("update drover.task_run set retries = ? where run = ?")
                .params(retries, run)
                .update();
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

    /** Ends what waits on a site that is stopped: it never began. */
    public int endWaiting(String site, String message) {
        return client.sql("""
                update drover.task_run set status = 'ENDED', ended_at = clock_timestamp(), result = ?, message = ?
                 where site = ? and status = 'QUEUED'
                """).params(Result.STOPPED.word(), message, site).update();
    }

    public Optional<Run> find(long run) {
        return client.sql("select * from drover.task_run where run = ?")
                .param(run)
                .query(RunStore::run)
                .optional();
    }

    /** Runs without a result, the running ones first, then in the order in which they will run. */
    public List<Run> unfinished() {
        return client.sql("select * from drover.task_run where status <> 'ENDED' order by status desc, run")
                .query(RunStore::run)
                .list();
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
                .query(RunStore::run)
                .list();
    }

    /** Of each task of a site the latest send in each mode that has begun. */
    public List<Run> latest(String site) {
        return client.sql("""
                select r.* from (select distinct task, mode from drover.task_run where site = :site) t,
                       lateral (select * from drover.task_run l
                                 where l.site = :site and l.task = t.task and l.mode = t.mode
                                   and l.purpose = 'SEND' and l.started_at is not null
                                 order by l.run desc limit 1) r
                """).param("site", site).query(RunStore::run).list();
    }

    /** The end of the latest run of a schedule in a queue. */
    public Optional<Instant> lastEnd(int schedule, String queue) {
        return client.sql("""
                select ended_at from drover.task_run where schedule_id = ? and queue = ? and ended_at is not null
                 order by run desc limit 1
                """)
                .params(schedule, queue)
                .query((result, row) -> result.getTimestamp("ended_at").toInstant())
                .optional();
    }

    /** Of each task of a site the end of its latest send that was OK. */
    public Map<String, Instant> lastOk(String site) {
        Map<String, Instant> ends = new HashMap<>();
        client.sql("""
                select r.task, r.ended_at from (select distinct task from drover.task_run where site = :site) t,
                       lateral (select * from drover.task_run l
                                 where l.site = :site and l.task = t.task and l.purpose = 'SEND'
                                   and l.result in (:ok, :refused)
                                 order by l.run desc limit 1) r
                """)
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

    /** Adds a line to a run's log. */
    public void log(long run, String text) {
        client.sql("""
                insert into drover.run_log (run, line, text)
                select ?, coalesce(max(line), 0) + 1, ? from drover.run_log where run = ?
                """).params(run, text, run).update();
    }

    /**
     * @param after number of the last line already seen, 0 = from the beginning
     * @param limit most lines returned
     */
    public List<LogLine> log(long run, int after, int limit) {
        return client.sql("select line, at, text from drover.run_log where run = ? and line > ? order by line limit ?")
                .params(run, after, Math.min(limit, MAX_LIMIT))
                .query((result, row) -> new LogLine(
                        result.getInt("line"), result.getTimestamp("at").toInstant(), result.getString("text")))
                .list();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static Run run(ResultSet result, int row) throws SQLException {
        String word = result.getString("result");
        return new Run(
                result.getLong("run"),
                result.getString("site"),
                result.getString("task"),
                result.getString("title"),
                result.getString("queue"),
                Mode.valueOf(result.getString("mode")),
                Purpose.valueOf(result.getString("purpose")),
                result.getString("cause"),
                result.getString("requested_by"),
                result.getTimestamp("requested_at").toInstant(),
                result.getObject("schedule_id", Integer.class),
                instant(result, "due_at"),
                RunStatus.valueOf(result.getString("status")),
                result.getLong("token"),
                result.getString("node"),
                instant(result, "started_at"),
                instant(result, "ended_at"),
                word == null ? null : Result.of(word),
                result.getString("message"),
                result.getObject("of_run", Long.class),
                result.getObject("guard_removals", Long.class),
                result.getObject("confirmed_removals", Long.class),
                result.getInt("retries"),
                counts(result));
    }

    private static SendCounts counts(ResultSet result) throws SQLException {
        return new SendCounts(
                result.getLong("read"),
                result.getLong("equal"),
                result.getLong("inserted"),
                result.getLong("updated"),
                result.getLong("removed"),
                result.getLong("refused"),
                result.getLong("held"),
                result.getLong("skipped"));
    }

    private static @Nullable Instant instant(ResultSet result, String column) throws SQLException {
        Timestamp stamp = result.getTimestamp(column);
        return stamp == null ? null : stamp.toInstant();
    }
}
