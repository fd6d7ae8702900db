package io.drover.run;

import io.drover.config.DroverException;
import io.drover.db.ControlDatabase;
import io.drover.mail.RowMail;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The mails that runs ask for, one for each row (IA3). They are letters like any other, but held until the run has ended, and
 * known by the key of their row for as long as it is read. Thread-safe; each method is one transaction, or part of the
 * caller's.
 */
final class RowLetterStore {

    private static final String HELD = "l.event = 'ROW' and l.due_at = 'infinity' and l.attempts = 0";

    private static final String ASK = """
            insert into drover.letter as l (event, way, run, row_site, row_task, row_mail, row_key, recipients, subject, body,
                                            due_at, row_seen_at)
            values ('ROW', 'MAIL', ?, ?, ?, ?, ?, ?, ?, ?, 'infinity', clock_timestamp())
            on conflict (row_site, row_task, row_mail, row_key) where row_key is not null do update
               set run = excluded.run, recipients = excluded.recipients, subject = excluded.subject, body = excluded.body
             where %s and not exists (select from drover.task_run r where r.run = l.run and r.status <> 'ENDED')
            """.formatted(HELD);

    /** Seen once a day is seen often enough. */
    private static final String SEE = """
            with seen as (
              update drover.letter set row_seen_at = clock_timestamp()
               where row_site = :site and row_task = :task and row_mail = :mail and row_key = :key
                 and row_seen_at < clock_timestamp() - interval '1 day')
            select l.run, %s as held from drover.letter l
             where row_site = :site and row_task = :task and row_mail = :mail and row_key = :key
            """.formatted(HELD);

    private final ControlDatabase control;
    private final JdbcClient client;

    RowLetterStore(ControlDatabase control) {
        this.control = control;
        this.client = control.client();
    }

    /** What a run learns when it asks for a mail. */
    enum Answer {
        TAKEN,
        /** It was sent, or is about to be. */
        KNOWN,
        /** Another run that goes on has asked for it. */
        ELSEWHERE
    }

    /** A letter of the same row. */
    private record Other(long run, boolean isHeld) {}

    /** @throws DroverException when this run has asked for that row already */
    Answer ask(Run run, RowMail mail) {
        return control.inTransaction(() -> {
            while (true) {
                if (insert(run, mail)) {
                    return Answer.TAKEN;
                }
                Optional<Other> other = see(run, mail);
                // Where there is none, it was dropped between the two statements.
                if (other.isPresent()) {
                    return answer(run, mail, other.get());
                }
            }
        });
    }

    private boolean insert(Run run, RowMail mail) {
        return client.sql(ASK)
                        .params(run.run(), run.site(), run.task(), mail.name(), mail.key())
                        .params(String.join(",", mail.recipients()), mail.subject(), mail.text())
                        .update()
                == 1;
    }

    private Optional<Other> see(Run run, RowMail mail) {
        return client.sql(SEE)
                .param("site", run.site())
                .param("task", run.task())
                .param("mail", mail.name())
                .param("key", mail.key())
                .query((result, row) -> new Other(result.getLong("run"), result.getBoolean("held")))
                .optional();
    }

    private static Answer answer(Run run, RowMail mail, Other other) {
        if (!other.isHeld()) {
            return Answer.KNOWN;
        }
        if (other.run() != run.run()) {
            return Answer.ELSEWHERE;
        }
        throw new DroverException(
                "mail:%s: two rows of this run have the key %s; the option key must name what tells rows apart, and two steps need two names"
                        .formatted(mail.name(), mail.key()));
    }

    /** Does nothing for mails whose fate is settled. */
    void settle(long run, LetterFate fate) {
        switch (fate) {
            case NONE -> {}
            case SEND ->
                client.sql(
                                "update drover.letter l set due_at = clock_timestamp(), asked_at = clock_timestamp() where run = ? and "
                                        + HELD)
                        .param(run)
                        .update();
            case DROP ->
                client.sql("delete from drover.letter l where run = ? and " + HELD)
                        .param(run)
                        .update();
        }
    }
}
