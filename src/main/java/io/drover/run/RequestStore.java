package io.drover.run;

import io.drover.db.ControlDatabase;
import io.drover.send.Mode;
import io.drover.task.RunAnswer;
import io.drover.task.RunRequest;
import io.drover.task.Task;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How requests become rows of the table {@code task_run}, and what serves whom. Thread-safe; each method is one transaction,
 * or part of the caller's.
 */
public final class RequestStore {

    private static final int FIRST = 1;

    private static final String INSERT = """
            insert into drover.task_run (site, task, title, queue, mode, purpose, cause, requested_by, priority, of_run,
                                         confirmed_removals, schedule_id, due_at, node, requested_at, status, result, message,
                                         ended_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::bigint, ?::bigint,
                    coalesce(?::integer, (select schedule_id from drover.schedule
                                           where site = ? and task = ? and mode = ?
                                           order by added, schedule_id limit 1)),
                    ?::timestamptz, (select node from drover.schedule where schedule_id = ?::integer),
                    clock_timestamp(), ?, ?, ?, case when ? then null else clock_timestamp() end)
            on conflict do nothing returning run
            """;

    private final ControlDatabase control;
    private final JdbcClient client;
    private final JdbcTemplate template;
    private final boolean clicksFirst;

    /** @param clicksFirst whether what a person asks for goes before what waits for other reasons */
    RequestStore(ControlDatabase control, boolean clicksFirst) {
        this.control = control;
        this.client = control.client();
        this.template = new JdbcTemplate(control.database().dataSource());
        this.clicksFirst = clicksFirst;
    }

    /** Writes a request down, or finds the run that already serves it. */
    public RunAnswer ask(String site, Task task, RunRequest request) {
        return ask(site, task, request, null);
    }

    /** @param alongside what is to be written in the same transaction; when it throws, nothing was asked for; null = nothing */
    RunAnswer ask(String site, Task task, RunRequest request, @Nullable Consumer<RunAnswer> alongside) {
        if (alongside == null) {
            return insertOrFind(site, task, request);
        }
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
                if (priority(request) == FIRST) {
                    raise(serving.get());
                }
                return new RunAnswer(serving.get(), true);
            }
            // The waiting run was claimed between the two statements: there is room for a new one now.
        }
    }

    private int priority(RunRequest request) {
        return clicksFirst && request.cause().isPerson() ? FIRST : 0;
    }

    /** What waits goes before other runs now, because a person asked for it as well. */
    private void raise(long run) {
        client.sql("update drover.task_run set priority = ? where run = ? and status = 'QUEUED' and priority < ?")
                .params(FIRST, run, FIRST)
                .update();
    }

    private Optional<Long> insert(String site, Task task, RunRequest request) {
        return insert(site, task, request, null, null);
    }

    /** @param result of a due time that became no run; null for a run that is to be */
    private Optional<Long> insert(
            String site, Task task, RunRequest request, @Nullable Result result, @Nullable String message) {
        RunRequest.Fire fire = request.fire();
        return template
                .queryForList(
                        INSERT,
                        Long.class,
                        site,
                        task.name(),
                        task.title(),
                        request.queue(task),
                        request.mode().name(),
                        request.purpose().name(),
                        request.cause().word(),
                        request.requestedBy(),
                        priority(request),
                        request.ofRun(),
                        request.confirmedRemovals(),
                        fire == null ? null : fire.schedule(),
                        site,
                        task.name(),
                        request.mode().name(),
                        fire == null ? null : Timestamp.from(fire.dueAt()),
                        fire == null ? null : fire.schedule(),
                        result == null ? "QUEUED" : "ENDED",
                        result == null ? null : result.word(),
                        message,
                        result == null)
                .stream()
                .findFirst();
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
}
