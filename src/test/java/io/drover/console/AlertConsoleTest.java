package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.FreePort;
import io.drover.Installation;
import io.drover.PriceShop;
import io.drover.config.AlertSettings;
import io.drover.config.AlertSettings.Mail;
import io.drover.config.AlertSettings.Security;
import io.drover.send.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page Alerts: what is open, what is over, and the test of the ways to reach people. */
@ExtendWith({Installation.Shared.class, Browser.Extension.class})
class AlertConsoleTest {

    @Test
    void incidents_are_listed_while_they_last_and_afterwards(Installation drover, Browser browser, @TempDir Path folder)
            throws Exception {
        try (PriceShop shop = new PriceShop(drover, folder, ", mailTo: stock@example.com")) {
            shop.send(Mode.ALL);
            shop.shop().sql("alter table price rename to price_away").update();
            shop.send(Mode.CHANGED);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(80))
                    .until(() -> shop.server().alerts().open().size() == 1);
            Page page = browser.openWithoutScript(shop.server().address(), "/");
            page.getByRole(AriaRole.LINK, named("Alerts")).click();
            assertThat(page.locator("h2").first()).hasText("Open (1)");
            assertThat(page.locator("tbody").first()).containsText("Prices <b>net</b>, SHOP");
            assertThat(page.locator("main b")).hasCount(0);
            browser.expectRefusal(409);
            page.getByRole(AriaRole.BUTTON, named("Send a test")).click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("drover.alerts.mail.host");

            shop.shop().sql("alter table price_away rename to price").update();
            shop.send(Mode.CHANGED);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(80))
                    .until(() -> shop.server().alerts().open().isEmpty());
            page.navigate("/alerts");
            assertThat(page.locator("h2").first()).hasText("Open (0)");
            assertThat(page.locator("tbody").nth(1)).containsText("is OK again");
            page.navigate("/sites/SHOP/tasks/prices");
            assertThat(page.locator("main"))
                    .containsText(
                            "A mail of each failure goes tostock@example.com: it cannot, the settings name no mail server");
        }
    }

    @Test
    void a_test_says_what_became_of_it(Installation drover, Browser browser, @TempDir Path folder) throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(FreePort.take(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        Mail mail = new Mail(
                "127.0.0.1",
                server.getSmtp().getPort(),
                Security.NONE,
                null,
                null,
                "drover@example.com",
                List.of("ops@example.com"));
        AlertSettings usual = AlertSettings.NONE;
        AlertSettings settings =
                new AlertSettings(mail, null, null, usual.stoppedFor(), usual.queuedFor(), usual.refusedRows(), null);
        String mailed = ", mailTo: stock@example.com, mailAlways: true";
        try (PriceShop shop = new PriceShop(drover, folder, mailed, settings)) {
            Page page = browser.openWithoutScript(shop.server().address(), "/alerts");
            page.getByRole(AriaRole.BUTTON, named("Send a test")).click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("A test was asked for");
            page.getByRole(AriaRole.LINK, named("Audit")).click();
            assertThat(page.locator("tbody tr").first()).containsText("operator Send a test — — —");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(80))
                    .until(() -> server.getReceivedMessages().length == 1
                            && shop.server().alerts().deliveries().get(0).sentAt() != null);
            page.navigate("/alerts");
            assertThat(page.locator("tbody").nth(2).locator(".chip")).hasText("Sent");
            page.navigate("/sites/SHOP/tasks/prices");
            assertThat(page.locator("main")).containsText("A mail of each end goes tostock@example.com");
            assertThat(page.locator("main")).not().containsText("it cannot");
        } finally {
            server.stop();
        }
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
