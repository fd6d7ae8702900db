package io.drover.run;

import io.drover.db.ControlDatabase;
import io.drover.send.HeldKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code held_row}. Thread-safe; each method is one transaction, or part of the caller's. */
public final class HeldRowStore {

    private static final int MOST = 1000;

    private final JdbcClient client;

    public HeldRowStore(ControlDatabase control) {
        this.client = control.client();
    }

    /** What the holds of a task mean at this moment. */
    RowsOnHold at(String site, String task) {
        // First the rows: a hold that ends between the two questions is asked about again by the next run.
        Set<HeldKey> held = new HashSet<>(client.sql("""
                select table_name, key from drover.held_row
                 where site = ? and task = ? and released_at is null and until > now()
                """)
                .params(site, task)
                .query((result, row) -> new HeldKey(result.getString("table_name"), result.getString("key")))
                .list());
        return new RowsOnHold(held, anyEndedSinceSend(site, task));
    }

    /** The tasks of a site with a row that is held no longer and that no send has looked at since. */
    public Set<String> tasksWithEndedHolds(String site) {
        List<String> tasks = client.sql("select distinct task from drover.held_row where site = ?")
                .param(site)
                .query(String.class)
                .list();
        return tasks.stream().filter(task -> anyEndedSinceSend(site, task)).collect(Collectors.toSet());
    }

    /** True when the last send that was committed, or one before it, may have left a row out that is held no longer. */
    private boolean anyEndedSinceSend(String site, String task) {
        return client.sql("""
                select exists (
                  select from drover.held_row h,
                         (select max(started_at) as began, max(ended_at) as ended from drover.task_run
                           where site = :site and task = :task and purpose = 'SEND'
                             and result in ('OK', 'OK with refused rows')) last
                   where h.site = :site and h.task = :task and coalesce(h.released_at, h.until) <= now()
                     and last.began <= coalesce(h.released_at, h.until) and last.ended >= h.at)
                """)
                .param("site", site)
                .param("task", task)
                .query(Boolean.class)
                .single();
    }

    /**
     * Holds a row. A hold of the same row that has expired is closed herewith.
     *
     * @return empty when the row is held already
     */
    public Optional<HeldRow> hold(String site, String task, HeldKey row, String reason, Instant until, String by) {
        client.sql("""
                update drover.held_row set released_by = 'end date', released_at = until
                 where site = ? and task = ? and table_name = ? and key = ? and released_at is null and until <= now()
                """).params(site, task, row.table(), row.key()).update();
        return client.sql("""
                insert into drover.held_row (site, task, table_name, key, reason, until, by)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning *
                """)
                .params(site, task, row.table(), row.key(), reason, Timestamp.from(until), by)
                .query(HeldRowStore::heldRow)
                .optional();
    }

    /** @return the row; empty when it is not held, or was released before */
    public Optional<HeldRow> release(String site, String task, long id, String by) {
        return client.sql("""
                update drover.held_row set released_by = ?, released_at = now()
                 where held_row = ? and site = ? and task = ? and released_at is null returning *
                """)
                .params(by, id, site, task)
                .query(HeldRowStore::heldRow)
                .optional();
    }

    /** Those of a task, the ones that are held first, then the newest. */
    public List<HeldRow> list(String site, String task) {
        return client.sql("""
                select * from drover.held_row where site = ? and task = ?
                 order by released_at is null and until > now() desc, held_row desc limit ?
                """)
                .params(site, task, MOST)
                .query(HeldRowStore::heldRow)
                .list();
    }

    private static HeldRow heldRow(ResultSet result, int row) throws SQLException {
        Timestamp released = result.getTimestamp("released_at");
        return new HeldRow(
                result.getLong("held_row"),
                result.getString("site"),
                result.getString("task"),
                result.getString("table_name"),
                result.getString("key"),
                result.getString("reason"),
                result.getTimestamp("until").toInstant(),
                result.getString("by"),
                result.getTimestamp("at").toInstant(),
                result.getString("released_by"),
                released == null ? null : released.toInstant());
    }
}
