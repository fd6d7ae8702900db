package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.drover.Bar;
import io.drover.Installation;
import io.drover.PriceShop;
import io.drover.fresh.FreshState;
import io.drover.fresh.Need;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The one minute at 7 am: what Today says, and what can be pressed there. */
@ExtendWith({Installation.Shared.class, Browser.Extension.class})
class TodayTest {

    private static final Duration SOON = Bar.ofSeconds(3);

    private static final String TITLE = "Prices <b>net</b>";

    /** Once a day, so that its next run is some time away. */
    private static final String DAILY = ", changed: every day at 00:00";

    private PriceShop shop;

    /** Without a schedule, unless a test says that it needs one. */
    @BeforeEach
    void open(Installation drover, @TempDir Path folder, TestInfo test) throws Exception {
        shop = new PriceShop(drover, folder, test.getTags().contains("daily") ? DAILY : "");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private Page today(Browser browser) {
        return browser.open(shop.server().address(), "/");
    }

    private void sendAndAwaitFresh() {
        shop.send(Mode.ALL);
        shop.awaitPrices(set -> set.state() == FreshState.FRESH);
    }

    @Test
    void allWellIsOneGreenSentence(Browser browser) {
        sendAndAwaitFresh();
        Page page = today(browser);
        assertThat(page.locator("h1")).hasText("The SHOP shop is fresh. Nothing needs you.");
        assertThat(page).hasTitle("Fresh · Drover");
        assertThat(page.locator("#needs section")).hasCount(0);
        assertThat(page.locator("#verdict .verdict.ok")).isVisible();
        Locator row = page.locator("#freshness tbody tr");
        assertThat(row).hasCount(1);
        assertThat(row.locator("th")).containsText(TITLE);
        assertThat(row.locator("td").nth(0)).hasText("Fresh");
        assertThat(row.locator("td").nth(1)).containsText("target 30 m");
        assertThat(row.locator("td").nth(3)).containsText(Pattern.compile("^0at \\d\\d:\\d\\d$"));
        assertThat(row.locator(".strip")).hasAttribute("aria-label", "last 1 run: 1 good");
        assertThat(page.locator("main b")).hasCount(0);
    }

    @Test
    void theLastTwelveHoursAreDrawnSiteBySite(Browser browser) throws InterruptedException {
        shop.send(Mode.ALL);
        shop.site().stop("operator", "a <b>pause</b>");
        shop.site().awaitMove();
        shop.site().start("operator");
        shop.site().awaitMove();
        Page page = today(browser);
        Locator drawing = page.locator("svg.night");
        assertThat(drawing.locator("rect.ok title")).containsText("OK: run ");
        assertThat(drawing.locator("rect.stop title")).containsText("by operator: a <b>pause</b>");
        assertThat(drawing)
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("The last 12 hours. SHOP: 1 run, OK; Stopped .* by operator: a <b>pause</b>"));
        page = browser.openWithoutScript(shop.server().address(), "/");
        page.locator("#night a").click();
        assertThat(page.locator("h1")).hasText("Timeline: SHOP");
    }

    @Test
    void theButtonsOfTheTableStandAwayFromItsEdge(Browser browser) {
        sendAndAwaitFresh();
        Page page = today(browser);
        page.setViewportSize(1280, 900);
        BoundingBox table = page.locator("#freshness").boundingBox();
        BoundingBox button = page.locator("#freshness button").boundingBox();
        assertThat(table.x + table.width - button.x - button.width).isGreaterThanOrEqualTo(8);
    }

    @Test
    void headlineNamesTheWorstDataSetWithin3s(Browser browser) {
        sendAndAwaitFresh();
        Page page = today(browser);
        assertThat(page.locator("h1")).containsText("is fresh");
        shop.shop().sql("alter table price rename to price_away").update();
        shop.send(Mode.CHANGED);
        assertThat(page.locator("h1"))
                .containsText(
                        TITLE + " in the SHOP shop needs you.", new ContainsTextOptions().setTimeout(SOON.toMillis()));
        assertThat(page).hasTitle("Needs you: %s, SHOP · Drover".formatted(TITLE));
        shop.shop().sql("alter table price_away rename to price").update();

        shop.age(shop.send(Mode.CHANGED), Duration.ofMinutes(161));
        shop.awaitPrices(set -> set.state() == FreshState.LATE);
        assertThat(page.locator("h1"))
                .containsText(
                        Pattern.compile("The SHOP shop is 2 h 4[12] m behind in Prices"),
                        new ContainsTextOptions().setTimeout(SOON.toMillis()));
        assertThat(page).hasTitle("Late: %s, SHOP · Drover".formatted(TITLE));
        assertThat(page.locator("#freshness tbody tr").first().locator("td").nth(0))
                .containsText("Late");
    }

    @Test
    void unknownIsNeverFresh(Browser browser) {
        Page page = today(browser);
        assertThat(page.locator("h1")).hasText("Whether the SHOP shop is fresh in %s is unknown.".formatted(TITLE));
        assertThat(page).hasTitle("Unknown: %s, SHOP · Drover".formatted(TITLE));
        sendAndAwaitFresh();
        assertThat(page.locator("h1")).containsText("is fresh");
        shop.close("price_erp", true);
        try {
            shop.ping();
            // It takes the patience for a database that lets nobody in.
            shop.awaitPrices(set -> set.state() == FreshState.UNKNOWN);
            assertThat(page.locator("h1")).containsText("is unknown");
            assertThat(page.locator("#needs")).containsText("#pronto does not answer");
            assertThat(page.locator("#freshness")).not().containsText("Fresh");
        } finally {
            shop.close("price_erp", false);
        }
    }

    @Test
    @Tag("daily")
    void nextRunOfAStoppedSiteSaysStopped(Browser browser) throws Exception {
        sendAndAwaitFresh();
        shop.site().stop("operator", "Stocktake <i>night</i>");
        awaitNeed(Need.Kind.STOPPED);
        Page page = browser.openWithoutScript(shop.server().address(), "/");
        assertThat(page.locator("h1")).hasText("Site SHOP is stopped.");
        assertThat(page).hasTitle("Stopped: SHOP · Drover");
        assertThat(page.locator("#freshness tbody td").nth(5))
                .hasText(Pattern.compile("^stopped \\(would be .*00:00\\)$"));
        assertThat(page.locator("#needs")).containsText("Stopped by operator: Stocktake <i>night</i>");
        page.getByRole(AriaRole.BUTTON, named("Start Site")).click();
        shop.site().awaitMove();
        assertThat(shop.site().view().state()).isEqualTo(SiteState.RUNNING);
    }

    @Test
    void whatWasAskedForWhileStoppedNeedsYou(Browser browser) throws Exception {
        shop.site().stop("operator", "Stocktake");
        shop.site().awaitMove();
        shop.site().send(PriceShop.TASK, Mode.CHANGED, "operator");
        Page page = today(browser);
        assertThat(page.locator("#needs")).containsText("Pending Changed");
        assertThat(page.locator("#needs")).containsText("Start Site will clear it");
    }

    @Test
    void IF7_aFailedRunSaysWhatAndWhyAndIsRunAgainFromThere(Browser browser) {
        sendAndAwaitFresh();
        shop.shop().sql("alter table price rename to price_away").update();
        shop.send(Mode.CHANGED);
        shop.send(Mode.CHANGED);
        shop.shop().sql("alter table price_away rename to price").update();
        Awaitility.await()
                .until(() -> shop.server().today().now().needs().stream()
                        .anyMatch(need -> need.what().startsWith("Failed 2 times")));
        Page page = browser.openWithoutScript(shop.server().address(), "/");
        Locator need = page.locator("#needs li");
        assertThat(need).hasCount(1);
        assertThat(need.locator(".chip")).hasText(Pattern.compile("^Failed 2 times since ... \\d\\d:\\d\\d$"));
        assertThat(need).containsText("price");
        need.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Run Again"))
                .click();
        Run again = shop.ended(Long.parseLong(page.url().replaceAll(".*/", "")));
        assertThat(again.isOk()).as(again.message()).isTrue();
        page.navigate("/");
        Awaitility.await().until(() -> shop.server().today().now().needs().isEmpty());
        page.reload();
        assertThat(page.locator("#needs section")).hasCount(0);
    }

    @Test
    void IF7_refusedRowsAreOnePressAway(Browser browser) {
        sendAndAwaitFresh();
        shop.price("C", null);
        shop.send(Mode.CHANGED);
        Page page = today(browser);
        assertThat(page.locator("#needs .chip")).hasText("1 row refused");
        page.getByRole(AriaRole.LINK, named("Look at the rows")).click();
        assertThat(page.locator("#run-rows tbody th")).containsText("C");
        assertThat(page.locator("#run-rows tbody td .chip")).hasText("refused");
    }

    @Test
    void aGuardThatWaitsIsConfirmedFromThere(Browser browser) {
        for (int i = 0; i < 600; i++) {
            shop.erp()
                    .sql("insert into price values (?, 1, 'EUR')")
                    .param("G" + i)
                    .update();
        }
        sendAndAwaitFresh();
        shop.erp().sql("delete from price where code like 'G%'").update();
        Run stopped = shop.send(Mode.ALL);
        assertThat(stopped.guardRemovals()).isEqualTo(600);
        Page page = today(browser);
        assertThat(page.locator("#needs .chip")).hasText("Waits for you");
        page.getByRole(AriaRole.LINK, named("Confirm removal…")).click();
        assertThat(page).hasURL(Pattern.compile("/runs/%d/confirm$".formatted(stopped.run())));
    }

    @Test
    void aBrokenRouteFileAndADeadNodeNeedYou(Browser browser) throws Exception {
        sendAndAwaitFresh();
        shop.write(
                "broken",
                "- route:\n    id: broken\n    from:\n      uri: task:broken\n      steps:\n        - lug: {}\n");
        shop.inControl(control -> control.sql("""
                insert into drover.node (node, life, address, version, beat_at)
                values ('gone', 0, 'http://gone', '1', clock_timestamp() - interval '1 hour')
                """).update());
        awaitNeed(Need.Kind.ROUTE);
        awaitNeed(Need.Kind.NODE);
        Page page = today(browser);
        assertThat(page.locator("#needs")).containsText("routes/broken.camel.yaml");
        assertThat(page.locator("#needs")).containsText("Node gone");
        page.getByRole(AriaRole.LINK, named("Look at the nodes")).click();
        assertThat(page.locator("main")).containsText("gone");
    }

    @Test
    @Tag("daily")
    void aMissedFireNeedsYou(Browser browser) {
        sendAndAwaitFresh();
        shop.inControl(control -> control.sql("update drover.schedule set rung_until = rung_until - interval '3 days'")
                .update());
        Awaitility.await().until(() -> !shop.server().today().now().needs().isEmpty());
        Page page = today(browser);
        assertThat(page.locator("#needs .chip")).hasText("Missed");
        assertThat(page.locator("#needs")).containsText("and has not been asked for");
    }

    @Test
    void copyAsTextIsThePageInWords(Browser browser) {
        sendAndAwaitFresh();
        // A page of text has no icon, for which the browser asks all the same.
        browser.expectRefusal(404);
        Page page = browser.openWithoutScript(shop.server().address(), "/");
        page.getByRole(AriaRole.LINK, named("Copy as text")).click();
        String text = page.locator("body").innerText();
        assertThat(text)
                .contains("The SHOP shop is fresh. Nothing needs you.")
                .contains("SHOP: Running since ")
                .containsPattern(
                        "SHOP Prices <b>net</b>: Fresh, behind by under 1 m \\(target 30 m\\), complete up to \\d\\d:\\d\\d, 0 waiting at");
    }

    private void awaitNeed(Need.Kind kind) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> shop.server().today().now().needs().stream().anyMatch(need -> need.kind() == kind));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
