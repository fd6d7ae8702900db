package io.drover.run;

import io.drover.db.ControlDatabase;
import io.drover.send.SendCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the rows of the table {@code task_run} through their queues: claim, end, and what lies between. Its statements are
 * what each run costs, so each is one journey to the database and one commit; a queue that runs dry costs one more. Thread-safe;
 * what a method changes is one transaction, or part of the caller's.
 */
public final class RunStore {

    private static final String CLAIM = """
            update drover.task_run
               set status = 'RUNNING', started_at = clock_timestamp(), node = ?, token = nextval('drover.run_token')
             where run = (select run from drover.task_run
                           where site = ? and queue = ? and status = 'QUEUED' and (node is null or node = ?)
                             and not exists (select from drover.task_run
                                              where site = ? and queue = ? and status = 'RUNNING')
                             and exists (select from drover.site where site = ? and wanted = 'RUNNING')
                             and exists (select from drover.live_node where node = ?)
                           order by priority desc, run limit 1 for update skip locked)
            returning *
            """;

    private static final String END = """
            with lines as (%s)
            update drover.task_run
               set status = 'ENDED', ended_at = clock_timestamp(), result = ?, message = ?, guard_removals = ?,
                   read = ?, equal = ?, inserted = ?, updated = ?, removed = ?, refused = ?, held = ?, skipped = ?
             where run = ? and status <> 'ENDED'
            """.formatted(RunLogStore.INSERT);

    /** Wakes the nodes for which runs wait that no other may take. */
    private static final String TELL = """
            select pg_notify('drover', 'QUEUE ' || site || ' ' || queue) from drover.task_run
             where site = ? and queue = ? and status = 'QUEUED' and node is not null limit 1
            """;

    private final ControlDatabase control;
    private final JdbcClient client;
    private final JdbcTemplate template;

    RunStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
        this.template = new JdbcTemplate(control.database().dataSource());
    }

    /** Does the work in one transaction. */
    void inTransaction(Runnable work) {
        control.inTransaction(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Takes the next waiting run of a queue, unless one of that queue is running, the site is to be stopped, or the node
     * counts as dead. The index one_running_per_queue lets one of several nodes through.
     */
    public Optional<Run> claim(String site, String queue, String node) {
        try {
            return template
                    .query(CLAIM, RunColumns::run, claimOf(site, queue, node).toArray())
                    .stream()
                    .findFirst();
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    private static List<String> claimOf(String site, String queue, String node) {
        return List.of(node, site, queue, node, site, queue, site, node);
    }

    /**
     * The run that this node claimed without hearing of it, because the connection was lost meanwhile. Only for the one
     * worker of a queue, while it executes nothing.
     */
    Optional<Run> claimedUnheard(String site, String queue, String node) {
        return client.sql("""
                select * from drover.task_run where site = ? and queue = ? and status = 'RUNNING' and node = ?
                """).params(site, queue, node).query(RunColumns::run).optional();
    }

    /** Writes the result down, and tells the node whose turn it may be now; false when the run has a result already. */
    boolean end(RunEnd end) {
        boolean isNew = Boolean.TRUE.equals(template.execute((Connection connection) -> {
            try (PreparedStatement statement = connection.prepareStatement(END)) {
                setEnd(statement, end);
                return statement.executeUpdate() == 1;
            }
        }));
        tellOthers(end.run());
        return isNew;
    }

    private void tellOthers(Run ended) {
        client.sql(TELL)
                .params(ended.site(), ended.queue())
                .query((result, row) -> true)
                .list();
    }

    /**
     * Writes the result down and takes the next waiting run of the same queue: one journey, one commit. No other node can
     * claim in between, because until the commit it sees the ended run running. Where this node may take none that waits, the
     * one that may is told.
     */
    Optional<Run> endAndClaim(RunEnd end, String node) {
        Optional<Run> nextRun = Optional.ofNullable(template.execute((Connection connection) -> {
            try (PreparedStatement statement = connection.prepareStatement(END + ";" + CLAIM)) {
                int next = setEnd(statement, end);
                String site = end.run().site();
                String queue = end.run().queue();
                for (String parameter : claimOf(site, queue, node)) {
                    statement.setString(next++, parameter);
                }
                statement.execute();
                statement.getMoreResults();
                try (ResultSet claimed = statement.getResultSet()) {
                    return claimed.next() ? RunColumns.run(claimed, 1) : null;
                }
            }
        }));
        if (nextRun.isEmpty()) {
            tellOthers(end.run());
        }
        return nextRun;
    }

    /** @return number of the first parameter after those of {@link #END} */
    private static int setEnd(PreparedStatement statement, RunEnd end) throws SQLException {
        int next = RunLogStore.set(statement, end.run().run(), end.lines());
        statement.setString(next++, end.result().word());
        statement.setString(next++, end.message());
        statement.setObject(next++, end.guardRemovals(), Types.BIGINT);
        SendCounts counts = end.counts();
        for (long count : new long[] {
            counts.read(), counts.equal(), counts.inserted(), counts.updated(),
            counts.removed(), counts.refused(), counts.held(), counts.skipped()
        }) {
            statement.setLong(next++, count);
        }
        statement.setLong(next++, end.run().run());
        return next;
    }

    /** Writes down that a run is being executed once more. */
    void countRetry(long run, int retries) {
        client.sql("update drover.task_run set retries = ? where run = ?")
                .params(retries, run)
                .update();
    }

    /** Ends what waits on a site that is stopped: it never began. */
    public int endWaiting(String site, String message) {
        return client.sql("""
                update drover.task_run set status = 'ENDED', ended_at = clock_timestamp(), result = ?, message = ?
                 where site = ? and status = 'QUEUED'
                """).params(Result.STOPPED.word(), message, site).update();
    }
}
