package io.drover.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.drover.Bar;
import io.drover.FreePort;
import io.drover.Installation;
import io.drover.PriceShop;
import io.drover.app.DroverServer;
import io.drover.config.AlertSettings;
import io.drover.config.AlertSettings.Hook;
import io.drover.config.AlertSettings.Mail;
import io.drover.config.AlertSettings.Security;
import io.drover.config.Secret;
import io.drover.fresh.FreshState;
import io.drover.run.Result;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of: one message when it begins and one when it is over, by a real mail server and a real web hook. */
@ExtendWith(Installation.Shared.class)
class AlertsTest {

    private static final String SECRET = "p4ss-of-the-mail-server";

    private final Installation drover;
    private GreenMail mail;

    @TempDir
    Path folder;

    AlertsTest(Installation drover) {
        this.drover = drover;
    }

    @BeforeEach
    void start() {
        mail = mailServer(FreePort.take());
        mail.start();
    }

    private static GreenMail mailServer(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("ops@example.com", "drover", SECRET);
        return server;
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    private Mail byMail() {
        return new Mail(
                "127.0.0.1",
                mail.getSmtp().getPort(),
                Security.NONE,
                "drover",
                new Secret(SECRET),
                "drover@example.com",
                List.of("ops@example.com"));
    }

    private static AlertSettings settings(Mail mail, Hook hook, Duration queuedFor) {
        return new AlertSettings(mail, hook, "https://drover.example", Duration.ofHours(2), queuedFor, 0, null);
    }

    private PriceShop shop(AlertSettings settings) throws Exception {
        return new PriceShop(drover, folder, "", settings);
    }

    private AlertSettings mailOnly() {
        return settings(byMail(), null, Duration.ofMinutes(30));
    }

    private List<String> subjects() {
        return Stream.of(mail.getReceivedMessages()).map(AlertsTest::subject).toList();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitMails(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(80))
                .untilAsserted(() -> assertThat(subjects()).hasSize(count));
    }

    /** Whatever was to be sent has been sent when a test message that was asked for later is there. */
    private void awaitTestAsLastOf(DroverServer server, int count) {
        server.alerts().test("operator");
        awaitMails(count);
        assertThat(subjects().get(count - 1)).isEqualTo("Drover: a test");
    }

    private static void breakShop(PriceShop shop, boolean isBroken) {
        shop.shop()
                .sql(isBroken ? "alter table price rename to price_away" : "alter table price_away rename to price")
                .update();
    }

    @Test
    void IF8_a_task_that_fails_again_and_again_is_one_mail_and_its_recovery_another() throws Exception {
        try (PriceShop shop = shop(mailOnly())) {
            assertThat(shop.send(Mode.ALL).result()).isEqualTo(Result.OK);
            breakShop(shop, true);
            for (int i = 0; i < 3; i++) {
                assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.FAILED);
            }
            awaitMails(1);
            MimeMessage first = mail.getReceivedMessages()[0];
            assertThat(first.getSubject()).isEqualTo("Drover: Prices <b>net</b>, SHOP failed");
            assertThat(first.getFrom()).extracting(Object::toString).containsExactly("drover@example.com");
            assertThat(first.getMessageID()).matches("<drover-\\d+-opened@example.com>");
            assertThat((String) first.getContent()).contains("price").contains("https://drover.example");
            assertThat(shop.server().alerts().open())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.rule()).isEqualTo(AlertRule.FAILED));
            shop.send(Mode.CHANGED);
            breakShop(shop, false);
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK);
            awaitMails(2);
            awaitTestAsLastOf(shop.server(), 3);
            assertThat(subjects())
                    .containsExactly(
                            "Drover: Prices <b>net</b>, SHOP failed",
                            "Drover: Prices <b>net</b>, SHOP is OK again",
                            "Drover: a test");
            assertThat(shop.server().alerts().open()).isEmpty();
            assertThat(shop.server().alerts().over()).hasSize(1);
        }
    }

    private List<MimeMessage> mailsTo(String recipient) {
        return Stream.of(mail.getReceivedMessages())
                .filter(message -> to(message).equals(recipient))
                .toList();
    }

    private List<String> subjectsTo(String recipient) {
        return mailsTo(recipient).stream().map(AlertsTest::subject).toList();
    }

    private static String to(MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void IF8_a_task_whose_first_run_fails_is_told() throws Exception {
        try (PriceShop shop = shop(mailOnly())) {
            breakShop(shop, true);
            shop.awaitPrices(set -> set.state() == FreshState.UNKNOWN);
            assertThat(shop.send(Mode.ALL).result()).isEqualTo(Result.FAILED);
            awaitMails(1);
            assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("Drover: Prices <b>net</b>, SHOP failed");
        }
    }

    @Test
    void IF8_a_task_tells_its_own_people_of_each_failure_and_of_nothing_else() throws Exception {
        try (PriceShop shop = new PriceShop(drover, folder, ", mailTo: \"buyer@example.com\"", mailOnly())) {
            assertThat(shop.send(Mode.ALL).result()).isEqualTo(Result.OK);
            breakShop(shop, true);
            long failed = shop.send(Mode.CHANGED).run();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !subjectsTo("buyer@example.com").isEmpty());
            breakShop(shop, false);
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK);
            shop.server().alerts().test("operator");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> subjectsTo("ops@example.com").contains("Drover: a test"));
            assertThat(subjectsTo("buyer@example.com")).containsExactly("Drover: Prices <b>net</b>, SHOP: Failed");
            assertThat((String) mailsTo("buyer@example.com").get(0).getContent())
                    .startsWith("Run %d, Send Changed, asked for by ".formatted(failed))
                    .contains("price");
            assertThat(shop.server().alerts().deliveries())
                    .filteredOn(each -> each.run() != null)
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.run()).isEqualTo(failed);
                        assertThat(each.event()).isEqualTo("ended");
                        assertThat(each.sentAt()).isNotNull();
                    });
        }
    }

    @Test
    void IF8_always_is_one_mail_for_each_run() throws Exception {
        String parameters = ", mailTo: \"buyer@example.com,seller@example.com\", mailAlways: true";
        try (PriceShop shop = new PriceShop(drover, folder, parameters, mailOnly())) {
            shop.send(Mode.ALL);
            shop.send(Mode.CHANGED);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> subjectsTo("buyer@example.com").size() >= 4);
            shop.server().alerts().test("operator");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> subjectsTo("ops@example.com").contains("Drover: a test"));
            // The server keeps a message for each of its recipients.
            assertThat(subjectsTo("buyer@example.com")).hasSize(4).containsOnly("Drover: Prices <b>net</b>, SHOP: OK");
        }
    }

    @Test
    void a_restart_tells_nothing_twice_and_forgets_nothing() throws Exception {
        try (PriceShop shop = shop(mailOnly())) {
            shop.send(Mode.ALL);
            breakShop(shop, true);
            shop.send(Mode.CHANGED);
            awaitMails(1);
            shop.server().close();
            try (DroverServer again = DroverServer.start(shop.server().settings(), Clock.systemUTC())) {
                again.sites().find(PriceShop.SITE).orElseThrow().awaitMove();
                awaitTestAsLastOf(again, 2);
                breakShop(shop, false);
                send(again, PriceShop.TASK);
                awaitMails(3);
                assertThat(subjects().get(2)).endsWith("is OK again");
            }
        }
    }

    @Test
    void two_nodes_tell_it_once() throws Exception {
        try (PriceShop shop = shop(mailOnly());
                DroverServer second = DroverServer.start(shop.settingsOf("second"), Clock.systemUTC())) {
            second.sites().find(PriceShop.SITE).orElseThrow().awaitMove();
            shop.send(Mode.ALL);
            breakShop(shop, true);
            shop.send(Mode.CHANGED);
            awaitMails(1);
            breakShop(shop, false);
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK);
            awaitMails(2);
            awaitTestAsLastOf(second, 3);
            awaitTestAsLastOf(shop.server(), 4);
        }
    }

    @Test
    void F96_a_mail_server_that_is_down_fails_no_run_and_gets_the_mail_later() throws Exception {
        AlertSettings settings = mailOnly();
        int port = mail.getSmtp().getPort();
        mail.stop();
        try (PriceShop shop = shop(settings)) {
            shop.send(Mode.ALL);
            breakShop(shop, true);
            shop.send(Mode.CHANGED);
            breakShop(shop, false);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(80))
                    .until(() -> shop.server().alerts().deliveries().stream().anyMatch(each -> each.problem() != null));
            assertThat(shop.server().alerts().deliveries().get(0).problem())
                    .startsWith("The mail server 127.0.0.1:%d did not take it".formatted(port))
                    .doesNotContain(SECRET);
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK);
            mail = mailServer(port);
            mail.start();
            awaitMails(2);
            assertThat(subjects().get(0)).endsWith("failed");
            assertThat(subjects().get(1)).endsWith("is OK again");
        }
    }

    /** Three times, for the look that is there for what was not heard comes every 10 s. */
    @Test
    void a_message_leaves_as_soon_as_it_is_asked_for_on_whichever_node() throws Exception {
        try (PriceShop shop = shop(mailOnly())) {
            for (int i = 1; i <= 3; i++) {
                int asked = i;
                shop.inControl(control -> control.sql("insert into drover.letter (event, way) values ('TEST', 'MAIL')")
                        .update());
                Awaitility.await()
                        .atMost(Bar.ofSeconds(3))
                        .until(() -> subjects().equals(Collections.nCopies(asked, "Drover: a test")));
            }
        }
    }

    @Test
    void a_message_that_nobody_tells_of_any_more_or_that_a_dead_node_had_taken_is_sent_all_the_same() throws Exception {
        try (PriceShop shop = shop(mailOnly())) {
            // Told of are letters that are new and due; these are found.
            shop.inControl(control -> control.sql("""
                    insert into drover.letter (event, way, sent_at, taken_by, taken_at, attempts)
                    values ('TEST', 'MAIL', now(), null, null, 0),
                           ('TEST', 'MAIL', now(), 'gone', now() - interval '3 minutes', 1);
                    update drover.letter set sent_at = null
                    """).update());
            awaitMails(2);
        }
    }

    @Test
    void IF9_a_queue_that_waits_long_is_told_once_an_episode() throws Exception {
        try (PriceShop shop = shop(settings(byMail(), null, Duration.ofSeconds(1)))) {
            shop.send(Mode.ALL);
            shop.write("slow", """
                    - route:
                        id: slow
                        description: Keeps its queue
                        from:
                          uri: task:slow
                          steps:
                            - to:
                                uri: sql:select pg_sleep(12)
                                parameters: {dataSource: "#pronto"}
                    """);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(80))
                    .until(() -> shop.site().definitions().size() == 3);
            for (int episode = 1; episode <= 2; episode++) {
                ask(shop, "slow");
                long waiting = shop.site()
                        .send(PriceShop.TASK, Mode.CHANGED, "test")
                        .commenced()
                        .run();
                shop.ended(waiting);
                awaitMails(2 * episode);
                assertThat(subjects().get(2 * episode - 2))
                        .isEqualTo("Drover: Queue AllOthers of site SHOP has waited long");
                assertThat(subjects().get(2 * episode - 1))
                        .isEqualTo("Drover: Queue AllOthers of site SHOP waits no longer");
            }
        }
    }

    private static void ask(PriceShop shop, String task) {
        shop.site()
                .requests()
                .ask(new io.drover.task.RunRequest(
                        task, Mode.CHANGED, io.drover.task.RunRequest.Cause.SCHEDULE, "test", null));
    }

    private static void send(DroverServer server, String task) {
        long run = server.sites()
                .find(PriceShop.SITE)
                .orElseThrow()
                .send(task, Mode.CHANGED, "test")
                .commenced()
                .run();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.runs().find(run).orElseThrow().status() == RunStatus.ENDED);
    }

    @Test
    void refused_rows_are_posted_to_the_web_hook_which_may_fail_first() throws Exception {
        Queue<JsonObject> bodies = new ConcurrentLinkedQueue<>();
        Queue<String> heads = new ConcurrentLinkedQueue<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/alerts", exchange -> {
            heads.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            bodies.add(new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(bodies.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        hook.start();
        URI url = URI.create(
                "http://127.0.0.1:%d/alerts".formatted(hook.getAddress().getPort()));
        try (PriceShop shop = shop(settings(null, new Hook(url, new Secret("t0ken")), Duration.ofMinutes(30)))) {
            shop.send(Mode.ALL);
            shop.price("C", null);
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK_WITH_REFUSED_ROWS);
            Awaitility.await().atMost(Duration.ofSeconds(80)).until(() -> bodies.size() == 2);
            List<String> asked = List.copyOf(heads);
            assertThat(asked.get(0))
                    .startsWith("Bearer t0ken drover-")
                    .endsWith("-opened")
                    .isEqualTo(asked.get(1));
            JsonObject body = List.copyOf(bodies).get(1);
            assertThat(body.getString("event")).isEqualTo("opened");
            assertThat(body.getString("rule")).isEqualTo("refused");
            assertThat(body.getString("site")).isEqualTo(PriceShop.SITE);
            assertThat(body.getString("task")).isEqualTo(PriceShop.TASK);
            assertThat(body.getString("console")).isEqualTo("https://drover.example");
            shop.price("C", "EUR");
            assertThat(shop.send(Mode.CHANGED).result()).isEqualTo(Result.OK);
            Awaitility.await().atMost(Duration.ofSeconds(80)).until(() -> bodies.size() == 3);
            JsonObject last = List.copyOf(bodies).get(2);
            assertThat(last.getString("event")).isEqualTo("closed");
            assertThat(last.getString("closedAt")).isNotNull();
        } finally {
            hook.stop(0);
        }
        assertThat(Arrays.asList(heads.toArray())).hasSize(3);
    }
}
