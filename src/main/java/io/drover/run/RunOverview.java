package io.drover.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known of the runs of many tasks, each asked for in one question however many there are. Thread-safe. */
public final class RunOverview {

    /** In place of a column: all its values are one, by no name. */
    private static final String TOGETHER = "''::text";

    private final JdbcClient client;

    RunOverview(JdbcClient client) {
        this.client = client;
    }

    /** Of each of these tasks the latest send in its mode that has begun; none for those that never did. */
    public Map<TaskMode, Run> latest(Collection<TaskMode> tasks) {
        Map<TaskMode, Run> latest = new HashMap<>();
        client.sql("""
                select r.* from unnest(:sites::text[], :tasks::text[], :modes::text[]) t (site, task, mode),
                       lateral (select * from drover.task_run l
                                 where l.site = t.site and l.task = t.task and l.mode = t.mode
                                   and l.purpose = 'SEND' and l.started_at is not null
                                 order by l.run desc limit 1) r
                """)
                .param("sites", tasks.stream().map(TaskMode::site).toArray(String[]::new))
                .param("tasks", tasks.stream().map(TaskMode::task).toArray(String[]::new))
                .param("modes", tasks.stream().map(task -> task.mode().name()).toArray(String[]::new))
                .query(RunColumns::run)
                .list()
                .forEach(run -> latest.put(new TaskMode(run.site(), run.task(), run.mode()), run));
        return latest;
    }

    /** Those of these runs that are there, by number. */
    public Map<Long, Run> find(Collection<Long> numbers) {
        Map<Long, Run> runs = new HashMap<>();
        client.sql("select * from drover.task_run where run = any(:runs)")
                .param("runs", numbers.toArray(Long[]::new))
                .query(RunColumns::run)
                .list()
                .forEach(run -> runs.put(run.run(), run));
        return runs;
    }

    /**
     * Sends and undos of many sites that ended within a span of time, in the order in which they began; their tasks are
     * told together, by no name.
     *
     * @param to exclusive
     * @param grain runs of a site that ended alike and begun within the same piece of this length are one group
     */
    public List<RunGroup> groups(Collection<String> sites, Instant from, Instant to, Duration grain) {
        return groups("site", TOGETHER, sites, from, to, grain);
    }

    /** The same with all sites told together, by no name: as many groups however many sites there are. */
    public List<RunGroup> together(Collection<String> sites, Instant from, Instant to, Duration grain) {
        return groups(TOGETHER, TOGETHER, sites, from, to, grain);
    }

    /**
     * Sends and undos of a site that ended within a span of time, in the order in which they began.
     *
     * @param to exclusive
     * @param grain runs of a task that ended alike and begun within the same piece of this length are one group
     */
    public List<RunGroup> groups(String site, Instant from, Instant to, Duration grain) {
        return groups("site", "task", List.of(site), from, to, grain);
    }

    /** @param site and {@code task}: the column by which groups are told apart, or {@link #TOGETHER} */
    private List<RunGroup> groups(
            String site, String task, Collection<String> sites, Instant from, Instant to, Duration grain) {
        // "offset 0" keeps the sites out of the inner query: by its estimate PostgreSQL would read an index of all runs
        // for them.
        return client.sql("""
                select %s as site, %s as task, result, count(*) as runs, max(run) as latest, min(begun) as begun,
                       max(ended_at) as ended
                  from (select *, coalesce(started_at, due_at, requested_at) as begun from drover.task_run
                         where ended_at >= :from and ended_at < :to offset 0) ended
                 where site = any(:sites) and purpose in ('SEND', 'UNDO')
                 group by 1, 2, result, date_bin(make_interval(secs => :grain), begun, timestamptz 'epoch')
                 order by begun
                """.formatted(site, task))
                .param("sites", sites.toArray(String[]::new))
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .param("grain", Math.max(1, grain.toSeconds()))
                .query(RunOverview::group)
                .list();
    }

    private static RunGroup group(ResultSet result, int row) throws SQLException {
        return new RunGroup(
                result.getString("site"),
                result.getString("task"),
                Result.of(result.getString("result")),
                result.getInt("runs"),
                result.getLong("latest"),
                result.getTimestamp("begun").toInstant(),
                result.getTimestamp("ended").toInstant());
    }
}
