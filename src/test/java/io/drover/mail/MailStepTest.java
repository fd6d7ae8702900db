package io.drover.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.drover.FreePort;
import io.drover.Installation;
import io.drover.PriceShop;
import io.drover.config.AlertSettings;
import io.drover.config.AlertSettings.Mail;
import io.drover.config.AlertSettings.Security;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Mode;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** IA3: what a queue in the shop holds is mailed, by a real mail server: each row once. */
@ExtendWith(Installation.Shared.class)
class MailStepTest {

    private static final String CONTINUOUSLY = ", changed: continuously 1 second after the end";

    private static final String ROUTE = """
            - route:
                id: reminders
                description: Mails what the shop's queue holds
                from:
                  uri: task:reminders
                  parameters: {queue: Reminders, source: none%s}
                  steps:
                    - to:
                        uri: sql:select id, recipient, subject, body as text from public.mail_queue where mailed_at is null order by id
                        parameters: {dataSource: "#web", outputType: StreamList}
                    - to:
                        uri: mail:reminder
                        parameters: {key: id}
                    - to:
                        uri: sql:update public.mail_queue set mailed_at = now(), problem = :#problem where id = :#id
                        parameters: {dataSource: "#web", batch: true}
            """;

    private final Installation drover;
    private GreenMail mail;

    @TempDir
    Path folder;

    MailStepTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeEach
    void start() {
        mail = mailServer(FreePort.take());
        mail.start();
    }

    private static GreenMail mailServer(int port) {
        return new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    private AlertSettings settings() {
        Mail byMail = new Mail(
                "127.0.0.1",
                mail.getSmtp().getPort(),
                Security.NONE,
                null,
                null,
                "shop@example.com",
                List.of("ops@example.com"));
        return new AlertSettings(
                byMail, null, "https://drover.example", Duration.ofHours(2), Duration.ofMinutes(30), 1000, null);
    }

    /** @param schedule of the task, as a further parameter */
    private PriceShop shop(AlertSettings settings, String schedule) throws Exception {
        PriceShop shop = new PriceShop(drover, folder, "", settings);
        shop.shop().sql("""
                create table public.mail_queue (id bigint primary key, recipient text, subject text, body text,
                                                mailed_at timestamptz, problem text)
                """).update();
        write(shop, "reminders", ROUTE.formatted(schedule));
        return shop;
    }

    private static void write(PriceShop shop, String task, String route) throws Exception {
        shop.write(task, route);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> shop.site().definitions().stream()
                        .anyMatch(each -> each.name().equals(task)));
    }

    private static void queue(PriceShop shop, int id, String recipient, String subject, String body) {
        shop.shop()
                .sql("insert into public.mail_queue (id, recipient, subject, body) values (?, ?, ?, ?)")
                .params(id, recipient, subject, body)
                .update();
    }

    private static void queue(PriceShop shop, int from, int to) {
        for (int id = from; id <= to; id++) {
            queue(shop, id, "user%d@example.com".formatted(id), "Reminder " + id, "Call back.\n\nŽofia");
        }
    }

    private static Run run(PriceShop shop) {
        return shop.ended(ask(shop));
    }

    private static long ask(PriceShop shop) {
        return shop.site()
                .requests()
                .ask(new RunRequest("reminders", Mode.CHANGED, Cause.SCHEDULE, "test", null))
                .run();
    }

    private List<MimeMessage> mails() {
        return Stream.of(mail.getReceivedMessages())
                .filter(each -> !to(each).equals("ops@example.com"))
                .toList();
    }

    private static String to(MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> recipients() {
        return mails().stream().map(MailStepTest::to).sorted().toList();
    }

    private void awaitMails(int count, Duration limit) {
        Awaitility.await()
                .atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(recipients()).hasSize(count));
    }

    /** Whatever was to be sent has been sent when a test message that was asked for later is there. */
    private void awaitAllSent(PriceShop shop) {
        shop.server().alerts().test("operator");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        Stream.of(mail.getReceivedMessages()).anyMatch(each -> to(each).equals("ops@example.com")));
    }

    private static long marked(PriceShop shop) {
        return shop.shop()
                .sql("select count(*) from public.mail_queue where mailed_at is not null")
                .query(Long.class)
                .single();
    }

    @Test
    void IA3_each_row_of_a_queue_is_one_mail_within_the_poll_interval_and_none_twice() throws Exception {
        try (PriceShop shop = shop(settings(), CONTINUOUSLY)) {
            queue(shop, 1, 3);
            awaitMails(3, Duration.ofSeconds(8));
            assertThat(recipients()).containsExactly("user1@example.com", "user2@example.com", "user3@example.com");
            MimeMessage first = mails().get(0);
            assertThat(first.getSubject()).isEqualTo("Reminder 1");
            assertThat(first.getFrom()).extracting(Object::toString).containsExactly("shop@example.com");
            assertThat(first.getMessageID()).matches("<drover-row-\\d+@example.com>");
            assertThat(((String) first.getContent()).replace("\r", "").strip())
                    .as("and nothing of Drover's own")
                    .isEqualTo("Call back.\n\nŽofia");
            Awaitility.await().until(() -> marked(shop) == 3);
            // As a process leaves them that dies before it marks them.
            shop.shop().sql("update public.mail_queue set mailed_at = null").update();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> marked(shop) == 3);
            queue(shop, 4, 4);
            awaitMails(4, Duration.ofSeconds(8));
            awaitAllSent(shop);
            assertThat(recipients()).doesNotHaveDuplicates().hasSize(4);
        }
    }

    @Test
    void F96_IA3_while_the_mail_server_is_away_mails_wait_and_then_each_leaves_once() throws Exception {
        AlertSettings settings = settings();
        int port = mail.getSmtp().getPort();
        mail.stop();
        try (PriceShop shop = shop(settings, "")) {
            queue(shop, 1, 3);
            Run run = run(shop);
            assertThat(run.result()).as(run.message()).isEqualTo(Result.OK);
            assertThat(run.message()).isEqualTo("3 mails");
            assertThat(run.counts().inserted()).isEqualTo(3);
            assertThat(marked(shop)).isEqualTo(3);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> shop.server().alerts().deliveries().stream()
                            .filter(each -> each.problem() != null)
                            .map(each -> each.row())
                            .sorted()
                            .toList()
                            .equals(List.of("id=1", "id=2", "id=3")));
            mail = mailServer(port);
            mail.start();
            awaitMails(3, Duration.ofSeconds(40));
            awaitAllSent(shop);
            assertThat(recipients()).doesNotHaveDuplicates().hasSize(3);
        }
    }

    @Test
    void IA3_a_row_that_makes_no_mail_is_named_with_its_reason_and_the_others_go_on() throws Exception {
        try (PriceShop shop = shop(settings(), "")) {
            queue(shop, 1, 1);
            queue(shop, 2, "a@example.com\r\nBcc: all@example.com", "Hello", "text");
            queue(shop, 3, "a@example.com", "Hello\r\nBcc: all@example.com", "text");
            queue(shop, 4, "nobody", "Hello", "text");
            queue(shop, 5, null, "Hello", "text");
            queue(shop, 6, "a@example.com", "Hello", "x".repeat(100_001));
            queue(shop, 7, "žofia@example.com", "Hello", "text");
            queue(shop, 8, "b@example.com, c@example.com", "Hello", "text");
            Run run = run(shop);
            assertThat(run.result()).as(run.message()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
            assertThat(run.message()).isEqualTo("2 mails, 6 rows make no mail");
            assertThat(shop.server().runs().log(run.run(), 0, 100))
                    .anyMatch(line -> line.text().equals("Row id=5 makes no mail: it has no recipient"));
            Map<Long, String> problems = new TreeMap<>();
            shop.shop()
                    .sql(
                            "select id, problem from public.mail_queue where mailed_at is not null and problem is not null")
                    .query(row -> {
                        problems.put(row.getLong(1), row.getString(2));
                    });
            assertThat(problems).hasSize(6);
            assertThat(problems.get(2L)).contains("is no mail address");
            assertThat(problems.get(3L)).isEqualTo("its subject is not one line of text");
            assertThat(problems.get(6L)).isEqualTo("its text is longer than 100,000 characters");
            awaitMails(3, Duration.ofSeconds(10));
            assertThat(recipients()).containsOnly("b@example.com", "user1@example.com");
        }
    }

    @Test
    void IA3_a_run_that_is_stopped_mails_nothing_and_the_next_one_does() throws Exception {
        try (PriceShop shop = shop(settings(), "")) {
            queue(shop, 1, 2);
            try (Connection marker = shop.connectToShop();
                    Statement statement = marker.createStatement()) {
                marker.setAutoCommit(false);
                statement.execute("lock table public.mail_queue in share mode");
                long waiting = ask(shop);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> shop.server().alerts().deliveries().size() == 2);
                shop.site()
                        .stops()
                        .stop(
                                shop.server().runs().find(waiting).orElseThrow(),
                                new StopRequest("operator", "not now"),
                                Duration.ofSeconds(5));
                assertThat(shop.ended(waiting).result()).isEqualTo(Result.STOPPED);
                assertThat(shop.server().alerts().deliveries()).isEmpty();
            }
            assertThat(run(shop).result()).isEqualTo(Result.OK);
            awaitMails(2, Duration.ofSeconds(10));
            awaitAllSent(shop);
            assertThat(recipients()).doesNotHaveDuplicates().hasSize(2);
        }
    }

    @Test
    void IA3_a_preview_mails_nothing_and_the_send_does() throws Exception {
        try (PriceShop shop = shop(settings(), "")) {
            queue(shop, 1, 1);
            write(shop, "both", """
                    - route:
                        id: both
                        description: Sends prices, then mails
                        from:
                          uri: task:both
                          steps:
                            - to:
                                uri: sql:select code, amount, currency from price order by code
                                parameters: {dataSource: "#pronto", outputType: StreamList}
                            - to:
                                uri: send:public.price
                                parameters: {key: code}
                            - to:
                                uri: sql:select id, recipient, subject, body as text from public.mail_queue
                                parameters: {dataSource: "#web"}
                            - to:
                                uri: mail:news
                                parameters: {key: id}
                    """);
            Run preview = shop.ended(
                    shop.site().runs().preview("both", Mode.ALL, "test", false).run());
            assertThat(preview.result()).as(preview.message()).isEqualTo(Result.OK);
            assertThat(shop.server().alerts().deliveries()).isEmpty();
            Run send = shop.ended(
                    shop.site().send("both", Mode.ALL, "test").commenced().run());
            assertThat(send.message()).isEqualTo("2 inserted, 0 updated, 0 removed; 1 mails");
            awaitMails(1, Duration.ofSeconds(10));
        }
    }

    @Test
    void IA3_without_a_mail_server_the_run_fails_and_says_what_to_set() throws Exception {
        try (PriceShop shop = shop(AlertSettings.NONE, "")) {
            queue(shop, 1, 1);
            Run run = run(shop);
            assertThat(run.result()).isEqualTo(Result.FAILED);
            assertThat(run.message())
                    .isEqualTo(
                            "mail:reminder: the settings name no mail server; set drover.alerts.mail.host, .from and .to");
            assertThat(marked(shop)).isZero();
        }
    }
}
