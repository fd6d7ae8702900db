package io.drover.run;

import io.drover.config.PlainLine;
import io.drover.db.ControlDatabase;
import io.drover.send.Purpose;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskMail;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Asks for the mails in which tasks tell of the end of their runs (IF8): in the transaction of the end, so that a crash
 * leaves both or neither. Whoever carries alerts carries them. Thread-safe.
 */
final class EndLetters {

    private final JdbcClient client;

    EndLetters(ControlDatabase control) {
        this.client = control.client();
    }

    /** Whom the end is to be told; empty where nobody. */
    static Optional<TaskMail> of(RunEnd end, TaskCatalogue catalogue) {
        boolean isFailure = end.result().light() == Light.RED;
        return Optional.of(end.run())
                .filter(run -> run.purpose() == Purpose.SEND)
                .flatMap(run -> catalogue.find(run.task()))
                .map(Task::mail)
                .filter(mail -> mail.always() || isFailure);
    }

    void ask(RunEnd end, TaskMail mail) {
        Run run = end.run();
        client.sql("""
                insert into drover.letter (event, way, run, recipients, subject, body) values ('ENDED', 'MAIL', ?, ?, ?, ?)
                on conflict do nothing
                """)
                .params(run.run(), String.join(",", mail.to()))
                .param(PlainLine.of("Drover: %s, %s: %s"
                        .formatted(run.title(), run.site(), end.result().word())))
                .param(PlainLine.of("Run %d, %s, asked for by %s: %s"
                        .formatted(run.run(), run.what(), run.requestedBy(), end.message())))
                .update();
    }
}
