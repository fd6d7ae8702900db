package io.drover.alert;

import io.drover.db.ControlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code incident}. An open one is one of a kind among all nodes, and its letters are asked for in the
 * transaction that opens or closes it. Thread-safe.
 */
public final class IncidentStore {

    /** Held by the node that looks; any number that nothing else of Drover uses. */
    private static final long LOCK = 0x44726F766572L;

    private static final int MOST = 200;

    private final ControlDatabase control;
    private final JdbcClient client;
    private final LetterStore letters;

    /** Letters are asked for in these ways. */
    private final Set<Way> ways;

    IncidentStore(ControlDatabase control, LetterStore letters, Set<Way> ways) {
        this.control = control;
        this.client = control.client();
        this.letters = letters;
        this.ways = ways;
    }

    /** Does the work in one transaction, unless another node is at it at this moment. */
    void alone(Consumer<IncidentStore> work) {
        control.inTransaction(() -> {
            boolean isOurs = client.sql("select pg_try_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query(Boolean.class)
                    .single();
            if (isOurs) {
                work.accept(this);
            }
            return isOurs;
        });
    }

    /** Those that last. */
    List<Incident> open() {
        return client.sql("select * from drover.incident where closed_at is null order by incident")
                .query(IncidentStore::incident)
                .list();
    }

    /** Those that are over, the latest first. */
    List<Incident> over() {
        return client.sql(
                        "select * from drover.incident where closed_at is not null order by closed_at desc, incident desc limit ?")
                .param(MOST)
                .query(IncidentStore::incident)
                .list();
    }

    /** Does nothing where it is open already. */
    void open(Alarm alarm) {
        client.sql("""
                insert into drover.incident (rule, subject, site, task, about, why) values (?, ?, ?, ?, ?, ?)
                on conflict (rule, subject) where closed_at is null do nothing returning incident
                """)
                .params(alarm.rule().name(), alarm.subject(), alarm.site(), alarm.task())
                .params(alarm.about(), alarm.why())
                .query(Long.class)
                .optional()
                .ifPresent(incident -> letters.ask(incident, Letter.Event.OPENED, ways));
    }

    void close(Incident incident) {
        int closed = client.sql(
                        "update drover.incident set closed_at = clock_timestamp() where incident = ? and closed_at is null")
                .param(incident.incident())
                .update();
        if (closed == 1) {
            letters.ask(incident.incident(), Letter.Event.CLOSED, ways);
        }
    }

    void deleteOlderThan(Duration time) {
        client.sql("delete from drover.incident where closed_at < clock_timestamp() - ? * interval '1 second'")
                .param(time.toSeconds())
                .update();
        letters.deleteOlderThan(time);
    }

    static Incident incident(ResultSet result, int row) throws SQLException {
        Timestamp closed = result.getTimestamp("closed_at");
        return new Incident(
                result.getLong("incident"),
                AlertRule.valueOf(result.getString("rule")),
                result.getString("subject"),
                result.getString("site"),
                result.getString("task"),
                result.getString("about"),
                result.getString("why"),
                result.getTimestamp("opened_at").toInstant(),
                closed == null ? null : closed.toInstant());
    }
}
