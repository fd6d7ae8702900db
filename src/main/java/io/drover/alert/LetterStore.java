package io.drover.alert;

import io.drover.alert.Letter.Event;
import io.drover.alert.Letter.Told;
import io.drover.db.ControlDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code letter}: what is to be told, and what became of it. A node takes a letter before it sends it, so that no
 * other one sends it too. Thread-safe; each method is one statement, or part of the caller's transaction.
 */
final class LetterStore {

    /** A letter that was taken so long ago by a node that has not said what became of it is taken again. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final JdbcClient client;

    LetterStore(ControlDatabase control) {
        this.client = control.client();
    }

    /** @param incident null for a test */
    void ask(@Nullable Long incident, Event event, Collection<Way> ways) {
        for (Way way : ways) {
            client.sql(
                            "insert into drover.letter (incident, event, way) values (?::bigint, ?, ?) on conflict do nothing")
                    .params(incident, event.name(), way.name())
                    .update();
        }
    }

    /**
     * The next one that is due, taken by this node; the letters of one incident come in their order. What a task told is no
     * news after a day, e.g. because there was no mail server.
     */
    Optional<Letter> take(String node) {
        return client.sql("""
                with taken as (
                  update drover.letter set taken_by = :node, taken_at = clock_timestamp(), attempts = attempts + 1
                   where letter = (select letter from drover.letter l
                                    where sent_at is null and due_at <= clock_timestamp()
                                      and (run is null or asked_at > clock_timestamp() - interval '1 day')
                                      and (taken_at is null or taken_at < clock_timestamp() - :longest * interval '1 second')
                                      and not exists (select from drover.letter earlier
                                                       where earlier.incident = l.incident and earlier.way = l.way
                                                         and earlier.letter < l.letter and earlier.sent_at is null
                                                         and earlier.due_at < 'infinity')
                                    order by letter limit 1 for update skip locked)
                  returning *)
                select * from taken left join drover.incident using (incident)
                """)
                .param("node", node)
                .param("longest", LONGEST.toSeconds())
                .query(LetterStore::letter)
                .optional();
    }

    /** What a mail of a row said is its recipient's business alone from now on. */
    void sent(Letter letter) {
        client.sql("""
                update drover.letter set sent_at = clock_timestamp(), problem = null,
                       body = case event when 'ROW' then '' else body end
                 where letter = ?
                """).param(letter.letter()).update();
    }

    /** @param pause until it is tried again; null = never again */
    void failed(Letter letter, String problem, @Nullable Duration pause) {
        client.sql("""
                update drover.letter set taken_at = null, problem = :problem,
                       due_at = coalesce(clock_timestamp() + :pause::bigint * interval '1 second', 'infinity')
                 where letter = :letter
                """)
                .param("problem", problem)
                .param("pause", pause == null ? null : pause.toSeconds())
                .param("letter", letter.letter())
                .update();
    }

    /** The latest, newest first: by which way, when, and what kept them. */
    List<Delivery> latest(int most) {
        return client.sql("""
                select l.*, i.about, i.rule from drover.letter l left join drover.incident i using (incident)
                 order by letter desc limit ?
                """).param(most).query(Delivery::of).list();
    }

    /** A row that is still read is not forgotten: it would be mailed again. */
    void deleteOlderThan(Duration time) {
        client.sql(
                        "delete from drover.letter where coalesce(row_seen_at, asked_at) < clock_timestamp() - ? * interval '1 second' and incident is null")
                .param(time.toSeconds())
                .update();
    }

    private static @Nullable Told told(ResultSet result) throws SQLException {
        String recipients = result.getString("recipients");
        return recipients == null
                ? null
                : new Told(List.of(recipients.split(",")), result.getString("subject"), result.getString("body"));
    }

    private static Letter letter(ResultSet result, int row) throws SQLException {
        return new Letter(
                result.getLong("letter"),
                Way.valueOf(result.getString("way")),
                Event.valueOf(result.getString("event")),
                result.getInt("attempts"),
                result.getTimestamp("asked_at").toInstant(),
                result.getObject("incident", Long.class) == null ? null : IncidentStore.incident(result, row),
                told(result));
    }
}
