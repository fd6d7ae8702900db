package io.drover.fresh;

import io.drover.db.ControlDatabase;
import io.drover.run.TaskOfSite;
import io.drover.send.Reached;
import io.drover.site.SiteReach.Look;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code freshness}: what one node has found out, for all nodes and over restarts. Thread-safe; each method is
 * one transaction.
 */
public final class FreshnessStore {

    private final ControlDatabase control;
    private final JdbcClient client;

    public FreshnessStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
    }

    void write(String site, List<Look> looks) {
        control.inTransaction(() -> {
            looks.forEach(look -> write(site, look));
            return true;
        });
    }

    /** A shop that does not answer leaves what was known of its watermark. */
    private void write(String site, Look look) {
        Reached reached = look.reached();
        client.sql("""
                insert into drover.freshness as f
                       (site, task, looked_at, problem, upto, given_up, answered, clock_ahead_millis)
                values (:site, :task, clock_timestamp(), :problem, :upto, :given_up,
                        (select started_at from drover.task_run where run = :run::bigint), :ahead)
                on conflict (site, task) do update
                   set looked_at = excluded.looked_at, problem = excluded.problem,
                       upto = coalesce(excluded.upto, f.upto),
                       given_up = case when :is_known then excluded.given_up else f.given_up end,
                       answered = case when excluded.upto is null then f.answered else excluded.answered end,
                       clock_ahead_millis = excluded.clock_ahead_millis
                """)
                .param("site", site)
                .param("task", look.task().name())
                .param("problem", look.problem())
                .param("upto", reached == null ? null : Timestamp.from(reached.upto()))
                .param("given_up", reached == null)
                .param("run", reached == null ? null : reached.run())
                .param("ahead", look.clockAhead().toMillis())
                .param("is_known", reached != null || look.problem() == null)
                .update();
    }

    /** @param problem why they could not be counted; null with a number */
    void count(String site, String task, @Nullable Long waiting, @Nullable String problem) {
        client.sql("""
                update drover.freshness
                   set waiting = coalesce(:waiting, waiting), count_problem = :problem,
                       counted_at = case when :waiting::bigint is null then counted_at else clock_timestamp() end
                 where site = :site and task = :task
                """)
                .param("waiting", waiting)
                .param("problem", problem)
                .param("site", site)
                .param("task", task)
                .update();
    }

    /** Of all sites. */
    Map<TaskOfSite, Sighting> all() {
        Map<TaskOfSite, Sighting> all = new HashMap<>();
        client.sql("""
                select *, looked_at < clock_timestamp() - interval '1 minute' as is_old from drover.freshness
                """).query(result -> {
            all.put(new TaskOfSite(result.getString("site"), result.getString("task")), sighting(result));
        });
        return all;
    }

    private static Sighting sighting(ResultSet result) throws SQLException {
        return new Sighting(
                result.getTimestamp("looked_at").toInstant(),
                result.getBoolean("is_old"),
                result.getString("problem"),
                instant(result, "upto"),
                result.getBoolean("given_up"),
                instant(result, "answered"),
                Duration.ofMillis(result.getLong("clock_ahead_millis")),
                result.getObject("waiting", Long.class),
                instant(result, "counted_at"),
                result.getString("count_problem"));
    }

    private static @Nullable Instant instant(ResultSet result, String column) throws SQLException {
        Timestamp stamp = result.getTimestamp(column);
        return stamp == null ? null : stamp.toInstant();
    }
}
