package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.RunFilter;
import io.drover.run.RunStatus;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Start and stop of sites in the browser: requirements PR4 to PR9, with and without script, by mouse and by keyboard. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class SiteConsoleTest {

    private static final String LIVE = "/sites/LIVE";
    private static final String STAGE = "/sites/STAGE";
    private static final String SYSTEM_TABLE = "System Table";

    @Test
    void PR4_PR5_a_click_while_stopped_is_pending_until_the_start_clears_it(Installation drover, Browser browser)
            throws InterruptedException {
        int runs = runsOfSystemTable(drover);
        Page page = browser.open(drover, STAGE);
        Locator row = task(page, SYSTEM_TABLE);
        for (Mode mode : new Mode[] {Mode.ALL, Mode.CHANGED}) {
            row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(mode.words() + ": " + SYSTEM_TABLE))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS))
                    .hasText("%s of System Table was not run: site STAGE is not running. Its status is Pending Changed;"
                                    .formatted(mode.words())
                            + " Start Site clears it and does not run it.");
            assertThat(row.locator(".chip").last()).hasText("Pending Changed");
            assertThat(row).containsText(mode.words() + " asked for by operator");
        }

        page.getByRole(AriaRole.BUTTON, named("Start Site")).click();
        assertThat(state(page)).hasText("Running");
        assertThat(page.locator("#scheduled")).not().containsText("Pending Changed");
        assertThat(page.locator("#log")).containsText("Site STAGE started successfully!");
        drover.send(drover.stage(), "console-quick", Mode.CHANGED);
        assertThat(runsOfSystemTable(drover))
                .as("a run of a later click has ended by now")
                .isEqualTo(runs);
    }

    @Test
    void PR7_the_drop_down_leads_from_site_to_site(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        // The navigation beside it is called "All sites".
        Locator sites = page.getByLabel("Sites", new Page.GetByLabelOptions().setExact(true));
        assertThat(sites.locator("option")).hasText(new String[] {"LIVE", "STAGE"});
        sites.selectOption("STAGE");
        page.getByRole(AriaRole.BUTTON, named("Go")).click();
        assertThat(page).hasURL(Pattern.compile(STAGE + "$"));
        assertThat(page.locator("h1")).containsText("Site STAGE");
        assertThat(state(page)).hasText("Stopped");
        assertThat(sites).hasValue("STAGE");
        assertThat(page.locator("#scheduled")).containsText("stopped (would be");
        assertThat(page.locator("#log")).not().containsText("Site LIVE");
    }

    @Test
    void PR8_PR9_IF18_a_site_is_stopped_for_a_reason_that_everyone_reads(Installation drover, Browser browser) {
        drover.live().send("console-slow", Mode.ALL, "first operator");
        Page other = browser.open(drover, LIVE);
        Page page = browser.open(drover, LIVE);
        assertThat(page.getByRole(AriaRole.BUTTON, named("Start Site"))).isDisabled();
        assertThat(other.locator("#running")).containsText(ConsoleTasks.SLOW);

        page.getByRole(AriaRole.LINK, named("Stop Site")).click();
        assertThat(page.locator("h1")).hasText("Confirm Service Stop: LIVE");
        assertThat(page.locator("main")).containsText(ConsoleTasks.SLOW + " (Send All, run ");
        assertThat(page.locator("main")).containsText("until the site is started again");
        assertThat(page.locator("main")).containsText("The shop stays open");
        page.getByLabel("Stoppage reason").fill("ab");
        browser.expectRefusal(400);
        stopSite(page);
        assertThat(page.getByRole(AriaRole.ALERT).filter(new FilterOptions().setHasText("reason")))
                .containsText("A stop needs a reason of 3 to 200 characters");
        assertThat(page.getByLabel("Stoppage reason")).hasValue("ab");
        assertThat(page.getByLabel("Stoppage reason")).isFocused();
        page.getByLabel("Stoppage reason").fill("<i>Stocktake</i> & audit");
        stopSite(page);

        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Stop Site was asked for.");
        for (Page each : new Page[] {page, other}) {
            assertThat(state(each)).hasText("Stopped");
            assertThat(each.locator("#state")).containsText("by operator: ");
            assertThat(each.locator("#state q")).hasText("<i>Stocktake</i> & audit");
            assertThat(each.locator("main i")).hasCount(0);
            assertThat(each.locator("#running")).containsText("Nothing is running.");
            assertThat(each.locator("#log")).containsText("Site LIVE stopped successfully!");
            assertThat(each.getByRole(AriaRole.BUTTON, named("Stop Site"))).isDisabled();
        }
        page.getByRole(AriaRole.BUTTON, named("Start Site")).click();
        for (Page each : new Page[] {page, other}) {
            assertThat(state(each)).hasText("Running");
            assertThat(each.locator("#state q")).hasCount(0);
        }
    }

    @Test
    void PR8_an_old_page_that_starts_a_running_site_is_told_so(Installation drover, Browser browser)
            throws InterruptedException {
        Page old = browser.openWithoutScript(drover, STAGE);
        drover.bring(drover.stage(), SiteState.RUNNING);
        browser.expectRefusal(409);
        old.getByRole(AriaRole.BUTTON, named("Start Site")).click();
        assertThat(old.getByRole(AriaRole.STATUS)).containsText("it is running already");
        assertThat(state(old)).hasText("Running");
    }

    @Test
    void PR6_stopHaltsTheRunningTask(Installation drover, Browser browser) {
        drover.web().sql("delete from public.console_row").update();
        Page page = browser.open(drover, LIVE);
        page.getByRole(AriaRole.BUTTON, named("Send All: " + ConsoleTasks.SLOW)).click();
        assertThat(page.locator("#running")).containsText(Pattern.compile("[1-9][0-9,]* rows read"));

        page.getByRole(AriaRole.LINK, named("Stop Site")).click();
        page.getByLabel("Stoppage reason").fill("stocktake");
        stopSite(page);
        assertThat(state(page)).hasText("Stopped");
        assertThat(page.locator("#running")).containsText("Nothing is running.");
        page.navigate("/runs/" + newestRun(drover));
        assertThat(page.locator("#run-head .chip")).hasText("Stopped");
        assertThat(page.locator("#run-head")).containsText("stocktake");
        assertThat(ConsoleTasks.rowsInShop(drover)).isZero();
    }

    @Test
    void cancel_leaves_the_site_running(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        page.getByRole(AriaRole.LINK, named("Stop Site")).click();
        page.getByRole(AriaRole.LINK, named("Cancel")).click();
        assertThat(state(page)).hasText("Running");
    }

    @Test
    void everything_works_without_script(Installation drover, Browser browser) throws InterruptedException {
        Page page = browser.openWithoutScript(drover, "/");
        page.getByRole(AriaRole.BUTTON, named("Send Changed: %s, LIVE".formatted(ConsoleTasks.QUICK)))
                .click();
        page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).click();
        drover.ended(newestRun(drover));
        reload(page);
        assertThat(page.locator("#run-head .chip")).hasText("OK");

        page.navigate(LIVE);
        page.getByRole(AriaRole.BUTTON, named("Send All: " + ConsoleTasks.SLOW)).click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("was asked for");
        Awaitility.await()
                .until(() -> drover.server()
                                .runs()
                                .find(newestRun(drover))
                                .orElseThrow()
                                .status()
                        == RunStatus.RUNNING);
        page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).click();
        page.getByRole(AriaRole.LINK, named("Stop Running Task")).click();
        page.getByLabel("Reason").fill("wrong shelf");
        page.getByRole(AriaRole.BUTTON, named("Stop Running Task")).click();
        assertThat(page.locator("#run-head")).containsText("Stopped by operator: wrong shelf");
        assertThat(drover.ended(newestRun(drover)).result()).isEqualTo(Result.STOPPED);

        page.navigate(LIVE);
        page.getByRole(AriaRole.LINK, named("Stop Site")).click();
        browser.expectRefusal(400);
        stopSite(page);
        assertThat(page.locator("#reason-problem")).containsText("A stop needs a reason");
        page.getByLabel("Stoppage reason").fill("stocktake");
        stopSite(page);
        drover.live().awaitMove();
        reload(page);
        assertThat(state(page)).hasText("Stopped");
        assertThat(page.locator("#state q")).hasText("stocktake");

        page.getByRole(AriaRole.BUTTON, named("Start Site")).click();
        drover.live().awaitMove();
        reload(page);
        assertThat(state(page)).hasText("Running");
    }

    @Test
    void a_site_is_stopped_by_keyboard_alone(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        tabTo(page, page.getByRole(AriaRole.LINK, named("Stop Site")));
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Stoppage reason")).isFocused();
        page.keyboard().type("stocktake by keys");
        page.keyboard().press("Tab");
        assertThat(page.getByRole(AriaRole.LINK, named("Cancel"))).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.getByRole(AriaRole.BUTTON, named("Stop Site"))).isFocused();
        page.keyboard().press("Enter");
        assertThat(state(page)).hasText("Stopped");
        assertThat(page.locator("#state q")).hasText("stocktake by keys");
        tabTo(page, page.getByRole(AriaRole.BUTTON, named("Start Site")));
        page.keyboard().press("Enter");
        assertThat(state(page)).hasText("Running");
    }

    @Test
    void the_focus_stays_where_it_is_while_the_page_goes_on(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        Locator button = page.getByRole(AriaRole.BUTTON, named("Send All: " + SYSTEM_TABLE));
        button.focus();
        drover.send(drover.live(), "console-quick", Mode.ALL);
        drover.live().send("console-slow", Mode.ALL, "first operator");
        assertThat(page.locator("#running")).containsText(ConsoleTasks.SLOW);
        assertThat(button).isFocused();
    }

    @Test
    void two_tabs_both_work(Installation drover, Browser browser) {
        Page one = browser.open(drover, LIVE);
        Page two = one.context().newPage();
        two.navigate(LIVE);
        for (Page page : new Page[] {one, two, one, two}) {
            page.getByRole(AriaRole.BUTTON, named("Send Changed: " + ConsoleTasks.QUICK))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Send Changed of " + ConsoleTasks.QUICK);
        }
    }

    private static void stopSite(Page page) {
        page.getByRole(AriaRole.BUTTON, named("Stop Site")).click();
    }

    /** Goes on by the Tab key until the element has the focus. */
    private static void tabTo(Page page, Locator wanted) {
        assertThat(wanted).isVisible();
        for (int presses = 0; presses < 20; presses++) {
            page.keyboard().press("Tab");
            if ((Boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
        }
        assertThat(wanted).isFocused();
    }

    private static void reload(Page page) {
        page.getByRole(AriaRole.LINK, named("Reload")).click();
    }

    private static Locator state(Page page) {
        return page.locator("#state .chip");
    }

    private static Locator task(Page page, String title) {
        return page.locator("#scheduled tbody tr").filter(new FilterOptions().setHasText(title));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static long newestRun(Installation drover) {
        return drover.server()
                .runs()
                .list(new RunFilter("LIVE", null, null, null, null, 1))
                .get(0)
                .run();
    }

    private static int runsOfSystemTable(Installation drover) {
        return drover.server()
                .runs()
                .list(new RunFilter("STAGE", "system-table", null, null, null, 1000))
                .size();
    }
}
