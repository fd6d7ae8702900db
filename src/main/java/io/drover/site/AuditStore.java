package io.drover.site;

import io.drover.db.ControlDatabase;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code audit}: who did what, when and why. Lines are added and never changed. Thread-safe. */
public final class AuditStore {

    /** Most lines of one {@link #list}. */
    public static final int MOST = 1000;

    private final ControlDatabase control;
    private final JdbcClient client;

    AuditStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
    }

    /** Does something and writes it down, both or neither. */
    public <T extends @Nullable Object> T audited(Act act, Supplier<T> work) {
        return transaction(() -> {
            T result = work.get();
            write(act);
            return result;
        });
    }

    /** For acts of which only the work itself knows whether they happen. */
    <T extends @Nullable Object> T transaction(Supplier<T> work) {
        return control.inTransaction(work);
    }

    /** Adds a line; in a transaction of the caller, it is there if that commits. */
    void write(Act act) {
        List<Map.Entry<String, String>> details = List.copyOf(act.details().entrySet());
        client.sql("""
                insert into drover.audit (who, what, site, task, run, reason, details)
                values (:who, :what, :site, :task, :run, :reason, jsonb_object(:names::text[], :values::text[]))
                """)
                .param("who", act.who())
                .param("what", act.what())
                .param("site", act.site())
                .param("task", act.task())
                .param("run", act.run())
                .param("reason", act.reason())
                .param("names", details.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .param("values", details.stream().map(Map.Entry::getValue).toArray(String[]::new))
                .update();
    }

    public List<AuditEntry> list(AuditFilter filter) {
        return client.sql("""
                select a.*, d.names, d.texts
                  from drover.audit a,
                       lateral (select array_agg(key) as names, array_agg(value) as texts
                                  from jsonb_each_text(a.details)) d
                 where (:site::text is null or site = :site) and (:who::text is null or who = :who)
                   and (:what::text is null or what = :what) and (:before::bigint is null or audit < :before)
                   and (:from::timestamptz is null or at >= :from) and (:to::timestamptz is null or at < :to)
                 order by audit desc limit :limit
                """)
                .param("site", filter.site())
                .param("who", filter.who())
                .param("what", filter.what())
                .param("before", filter.before())
                .param("from", timestamp(filter.from()))
                .param("to", timestamp(filter.to()))
                .param("limit", Math.min(filter.limit(), MOST))
                .query(AuditStore::entry)
                .list();
    }

    /** All names of people and of nodes that have done something, in their order. */
    public List<String> people() {
        return distinct("who");
    }

    /** All acts that somebody has done, in their order. */
    public List<String> acts() {
        return distinct("what");
    }

    private List<String> distinct(String column) {
        return client.sql("select distinct %1$s from drover.audit order by %1$s".formatted(column))
                .query(String.class)
                .list();
    }

    /** Starts and stops of a site within a span of time, in their order; before them the last one that came before it. */
    public List<AuditEntry> moves(String site, Instant from, Instant to) {
        return client.sql("""
                select a.*, null::text[] as names, null::text[] as texts
                  from drover.audit a
                 where site = :site and what in ('Start Site', 'Stop Site') and at < :to
                   and at >= coalesce((select max(at) from drover.audit
                                        where site = :site and what in ('Start Site', 'Stop Site') and at <= :from),
                                      :from)
                 order by audit
                """)
                .param("site", site)
                .param("from", timestamp(from))
                .param("to", timestamp(to))
                .query(AuditStore::entry)
                .list();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static AuditEntry entry(ResultSet result, int row) throws SQLException {
        Act act = new Act(
                result.getString("who"),
                result.getString("what"),
                result.getString("site"),
                result.getString("task"),
                result.getObject("run", Long.class),
                result.getString("reason"),
                details(result.getArray("names"), result.getArray("texts")));
        return new AuditEntry(result.getLong("audit"), result.getTimestamp("at").toInstant(), act);
    }

    private static Map<String, String> details(@Nullable Array names, @Nullable Array texts) throws SQLException {
        Map<String, String> details = new HashMap<>();
        if (names != null && texts != null) {
            String[] keys = (String[]) names.getArray();
            String[] values = (String[]) texts.getArray();
            for (int i = 0; i < keys.length; i++) {
                details.put(keys[i], values[i]);
            }
        }
        return details;
    }
}
