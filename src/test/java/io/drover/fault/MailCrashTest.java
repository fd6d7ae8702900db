package io.drover.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.drover.FreePort;
import io.drover.fault.FailPoint.Held;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** IA3: a process that is killed while it mails what a queue holds loses no mail, and none is sent twice. */
class MailCrashTest {

    private static final String ROUTE = """
            - route:
                id: reminders
                description: Mails what the shop's queue holds
                from:
                  uri: task:reminders
                  parameters: {source: none, changed: continuously 1 second after the end}
                  steps:
                    - to:
                        uri: sql:select id, recipient, 'Reminder' as subject, 'Call back' as text from public.mail_queue where mailed_at is null
                        parameters: {dataSource: "#web", outputType: StreamList}
                    - to:
                        uri: mail:reminder
                        parameters: {key: id}
                    - to:
                        uri: sql:update public.mail_queue set mailed_at = now() where id = :#id
                        parameters: {dataSource: "#web", batch: true}
            """;

    private static final String MAIL = """
            drover.alerts.mail.host = 127.0.0.1
            drover.alerts.mail.port = %d
            drover.alerts.mail.security = none
            drover.alerts.mail.from = shop@example.com
            drover.alerts.mail.to = ops@example.com
            """;

    private final int port = FreePort.take();
    private GreenMail mail;
    private OwnPostgres postgres;
    private DroverProcess drover;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        mail = new GreenMail(new ServerSetup(FreePort.take(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        postgres = OwnPostgres.start(folder, "databases");
        postgres.create("control", "erp", "shop");
        shop().sql("""
                create table public.mail_queue (id bigint primary key, recipient text, mailed_at timestamptz);
                create function public.wait() returns trigger language plpgsql as
                  $$ begin perform pg_advisory_xact_lock(1); return new; end $$;
                create trigger wait before update on public.mail_queue for each row execute function public.wait();
                """).update();
        Files.writeString(
                folder.resolve("application.properties"),
                CrashLab.SETTINGS.formatted(postgres.url("control"), postgres.url("erp"), postgres.url("shop"))
                        + MAIL.formatted(mail.getSmtp().getPort()));
        Files.writeString(DroverProcess.hosts(folder), "127.0.0.1 localhost\n");
        Files.writeString(Files.createDirectories(folder.resolve("routes")).resolve("reminders.camel.yaml"), ROUTE);
        drover = DroverProcess.start(folder, port).awaitReady();
    }

    @AfterEach
    void close() throws InterruptedException {
        drover.close();
        postgres.close();
        mail.stop();
    }

    private JdbcClient shop() {
        return postgres.client("shop");
    }

    private void queue(int id) {
        shop().sql("insert into public.mail_queue values (?, ?)")
                .params(id, user(id))
                .update();
    }

    private Held holdMarks() throws Exception {
        return Held.by(postgres, "shop", "select pg_advisory_xact_lock(1)");
    }

    /** Once a later row has been mailed too, whatever there was to be sent has been sent. */
    private void assertEachIsMailedOnce(int rows) throws Exception {
        drover = DroverProcess.start(folder, port).awaitReady();
        awaitMarked(rows);
        queue(rows + 1);
        awaitMarked(rows + 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> recipients().contains(user(rows + 1)));
        assertThat(recipients()).doesNotHaveDuplicates().hasSize(rows + 1);
    }

    /** Those of the queue; what people are told of the kill is not counted. */
    private List<String> recipients() {
        return Stream.of(mail.getReceivedMessages())
                .map(MailCrashTest::recipient)
                .filter(each -> !each.startsWith("ops"))
                .toList();
    }

    private static String recipient(MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String user(int id) {
        return "user%d@example.com".formatted(id);
    }

    private void awaitMarked(int rows) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> shop().sql("select count(*) from public.mail_queue where mailed_at is not null")
                                .query(Integer.class)
                                .single()
                        == rows);
    }

    @Test
    void F71_IA3_killed_before_the_commit_the_row_is_mailed_once() throws Exception {
        try (Held marks = holdMarks()) {
            queue(1);
            marks.awaitReached();
            drover.kill();
        }
        assertEachIsMailedOnce(1);
    }

    @Test
    void F71_IA3_killed_between_the_commit_and_the_end_of_the_run_the_row_is_mailed_once() throws Exception {
        Held end;
        try (Held marks = holdMarks()) {
            queue(1);
            marks.awaitReached();
            end = Held.by(postgres, "control", "lock table drover.letter in share mode");
        }
        try (end) {
            awaitMarked(1);
            end.awaitReached();
            drover.kill();
        }
        assertThat(recipients()).isEmpty();
        assertEachIsMailedOnce(1);
    }
}
