package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Bar;
import io.drover.Installation;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of a site, as an operator works with it: requirements IB2 to IB9. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class ConsoleTest {

    private static final String LIVE = "/sites/LIVE";

    @Test
    void IB1_IB2_a_browser_shows_one_page_with_two_tables(Installation drover, Browser browser) {
        Page page = browser.open(drover, "/sites");
        assertThat(page).hasURL(Pattern.compile(LIVE + "$"));
        assertThat(page.locator("h1")).containsText("Site LIVE");
        assertThat(page.locator("h2")).hasText(new String[] {"Scheduled Tasks", "Running Tasks", "Event log"});
        assertThat(page.locator("table")).hasCount(2);
    }

    @Test
    void IA5_IB3_scheduled_tasks_has_its_columns_in_order_and_the_values_of_the_api(
            Installation drover, Browser browser) {
        drover.send(drover.live(), "console-quick", Mode.CHANGED);
        Page page = browser.open(drover, LIVE);
        assertThat(columns(page, "#scheduled").subList(0, 5))
                .containsExactly("Task ID", "Task", "Last Run", "Next Run", "Comments");
        List<JsonObject> lines = api(page, "scheduled-tasks?site=LIVE");
        assertThat(lines).hasSize(3);
        for (JsonObject line : lines) {
            Locator row = scheduled(page, line.getInteger("taskId"));
            assertThat(row.locator("th")).hasText(line.getString("title") + line.getString("task"));
            assertThat(instant(row.locator("td").nth(2))).isEqualTo(second(line.getString("nextRun")));
            assertThat(row.locator("td").nth(3)).hasText(or(line.getString("comments"), "—"));
            assertThat(row.locator("td").nth(5)).hasText(line.getString("schedule"));
            assertLastRun(row.locator("td").nth(1), line.getJsonObject("lastRun"));
        }
    }

    private static void assertLastRun(Locator cell, JsonObject run) {
        if (run == null) {
            assertThat(cell).hasText("never");
        } else {
            assertThat(instant(cell)).isEqualTo(second(run.getString("startedAt")));
            assertThat(cell.locator(".chip")).hasText(run.getString("result"));
            assertThat(cell.locator("a")).hasAttribute("href", "/runs/" + run.getLong("run"));
        }
    }

    @Test
    void IB4_comments_are_shown_as_they_were_written(Installation drover, Browser browser) {
        String comment = "Wait for the price load <b>x</b> & tell the warehouse";
        ConsoleTasks.inControl(
                drover,
                control -> control.sql(
                                "update drover.schedule set comments = ? where site = 'LIVE' and task = 'console-slow'")
                        .param(comment)
                        .update());
        Page page = browser.open(drover, LIVE);
        Locator cell = row(page, "#scheduled", ConsoleTasks.SLOW).locator("td").nth(3);
        assertThat(cell).hasText(comment);
        assertThat(cell.locator("b")).hasCount(0);
    }

    @Test
    void IB5_a_running_task_appears_with_the_values_of_the_api(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        assertThat(columns(page, "#running").subList(0, 4)).containsExactly("Task ID", "Task", "Run Time", "Status");
        assertThat(page.locator("#running")).containsText("Nothing is running.");
        long run = sendSlowly(drover);
        Locator row = row(page, "#running", ConsoleTasks.SLOW);
        assertThat(row).isVisible();
        JsonObject line = api(page, "running-tasks?site=LIVE").get(0);
        assertThat(line.getLong("run")).isEqualTo(run);
        assertThat(row.locator("td").nth(0)).hasText(line.getInteger("taskId").toString());
        assertThat(row.locator("th a")).hasText(line.getString("title"));
        assertThat(instant(row.locator("td").nth(1))).isEqualTo(second(line.getString("startedAt")));
        assertThat(row.locator(".chip")).hasText(line.getString("status"));
        assertThat(row.locator("td").nth(3)).hasText(line.getString("requestedBy"));
        assertThat(row.locator("td").nth(2)).containsText(Pattern.compile("[0-9,]+ rows read"));
    }

    @Test
    void IB6_every_task_of_the_site_is_listed(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        List<String> tasks = api(page, "sites/LIVE/tasks").stream()
                .map(task -> task.getString("task"))
                .toList();
        assertThat(tasks).contains("product-master", "system-table", "get-orders", "console-quick");
        assertThat(page.locator("#scheduled tbody th small").allInnerTexts().stream()
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void IB8_what_waits_says_in_which_queue_since_when_and_after_what(Installation drover, Browser browser) {
        long running = sendSlowly(drover);
        long waiting = drover.live()
                .send("console-slow", Mode.CHANGED, "second operator")
                .commenced()
                .run();
        Page page = browser.open(drover, LIVE);
        Locator row = page.locator("#running tbody tr").filter(new FilterOptions().setHasText("second operator"));
        assertThat(row.locator("td").nth(2)).containsText("Queued");
        assertThat(row.locator("td").nth(2)).containsText("in Counting: next, after " + ConsoleTasks.SLOW);
        JsonObject line = api(page, "running-tasks?site=LIVE").stream()
                .filter(each -> each.getLong("run") == waiting)
                .findFirst()
                .orElseThrow();
        assertThat(instant(row.locator("td").nth(1))).isEqualTo(second(line.getString("requestedAt")));
        assertThat(line.getInteger("position")).isEqualTo(1);
        assertThat(line.getLong("waitsFor")).isEqualTo(running);
        assertThat(line.getLong("waitingSeconds")).isNotNegative();
    }

    @Test
    void IF6_run_again_makes_a_new_run_at_once(Installation drover, Browser browser) {
        Run run = drover.send(drover.live(), "console-quick", Mode.ALL);
        Page page = browser.open(drover, "/runs/" + run.run());
        page.getByRole(AriaRole.BUTTON, named("Run Again")).click();
        assertThat(page.locator("h1")).containsText(ConsoleTasks.QUICK);
        assertThat(page).not().hasURL(Pattern.compile("/runs/" + run.run() + "$"));
        long again = Long.parseLong(page.url().replaceAll(".*/", ""));
        Run ended = drover.ended(again);
        assertThat(ended.cause()).isEqualTo("run-again");
        assertThat(ended.ofRun()).isEqualTo(run.run());
        assertThat(ended.mode()).isEqualTo(Mode.ALL);
    }

    @Test
    void IB9_stop_running_task_ends_it_and_leaves_the_target_as_it_was(Installation drover, Browser browser) {
        drover.send(drover.live(), "console-quick", Mode.ALL);
        long run = sendSlowly(drover);
        Page other = browser.open(drover, LIVE);
        Page page = browser.open(drover, LIVE);
        assertThat(row(other, "#running", ConsoleTasks.SLOW)).isVisible();

        page.getByRole(AriaRole.LINK, named("Stop Running Task: " + ConsoleTasks.SLOW))
                .click();
        assertThat(page.locator("h1")).hasText("Stop Running Task: " + ConsoleTasks.SLOW);
        assertThat(page.locator("main")).containsText("the databases stay as they were before it");
        page.getByLabel("Reason").fill("wrong <i>warehouse</i>");
        Instant click = Instant.now();
        page.getByRole(AriaRole.BUTTON, named("Stop Running Task")).click();

        assertThat(page.locator("#run-head")).containsText("Stopped by operator: wrong <i>warehouse</i>");
        assertThat(page.locator("#run-head .chip")).hasText("Stopped");
        assertThat(page.locator("main i")).hasCount(0);
        assertThat(row(other, "#running", ConsoleTasks.SLOW)).hasCount(0, within(Bar.ofSeconds(5)));
        Run ended = drover.ended(run);
        assertThat(Duration.between(click, ended.endedAt())).isLessThan(Bar.ofSeconds(5));
        assertThat(ended.result()).isEqualTo(Result.STOPPED);
        assertThat(ended.message()).isEqualTo("Stopped by operator: wrong <i>warehouse</i>");
        assertThat(drover.web()
                        .sql("select string_agg(code, ',' order by code) from public.console_row")
                        .query(String.class)
                        .single())
                .isEqualTo("A,B");
    }

    @Test
    void IB9_the_way_back_lets_it_run_on(Installation drover, Browser browser) {
        sendSlowly(drover);
        Page page = browser.open(drover, LIVE);
        page.getByRole(AriaRole.LINK, named("Stop Running Task: " + ConsoleTasks.SLOW))
                .click();
        page.getByRole(AriaRole.LINK, named("Keep running")).click();
        assertThat(row(page, "#running", ConsoleTasks.SLOW)).isVisible();
    }

    @Test
    void send_changed_gives_a_run_whose_result_becomes_the_last_run(Installation drover, Browser browser) {
        drover.web().sql("delete from public.console_row").update();
        Page page = browser.open(drover, LIVE);
        Locator button = page.getByRole(AriaRole.BUTTON, named("Send Changed: " + ConsoleTasks.QUICK));
        Locator row = page.locator("#scheduled tbody tr").filter(new FilterOptions().setHas(button));
        button.click();
        Locator notice = page.getByRole(AriaRole.STATUS);
        assertThat(notice).containsText("Send Changed of " + ConsoleTasks.QUICK + " was asked for.");
        assertThat(row.locator(".last .chip")).hasText("OK");
        assertThat(row.locator("td").nth(1)).containsText("2 inserted");
        String link = notice.locator("a").getAttribute("href");
        assertThat(row.locator(".last")).hasAttribute("href", link);

        row.locator(".last").click();
        assertThat(page.locator("h1")).containsText(ConsoleTasks.QUICK);
        assertThat(page.locator("#run-log")).containsText("OK: 2 inserted, 0 updated, 0 removed");
        page.getByRole(AriaRole.LINK, named("Results")).click();
        Locator result = page.locator("tbody tr").first();
        assertThat(result.locator("th")).containsText(ConsoleTasks.QUICK);
        assertThat(result.locator("a").first()).hasAttribute("href", link);
        assertThat(result).containsText("operator");
    }

    @Test
    void the_event_log_goes_on_by_itself(Installation drover, Browser browser) {
        Page page = browser.open(drover, LIVE);
        page.evaluate("window.sameDocument = true");
        Run run = drover.send(drover.live(), "console-quick", Mode.ALL);
        assertThat(page.locator("#log")).containsText(ConsoleTasks.QUICK + ", Send All: OK. " + run.message());
        assertThat(scheduledChip(page)).hasText("OK");
        assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    }

    @Test
    void titles_are_text_wherever_they_stand(Installation drover, Browser browser) {
        Run run = drover.send(drover.live(), "console-quick", Mode.ALL);
        Page page = browser.open(drover, LIVE);
        for (String path : List.of(LIVE, LIVE + "/runs", "/runs/" + run.run(), "/runs/" + run.run() + "/stop")) {
            page.navigate(path);
            assertThat(page.locator("main")).containsText(ConsoleTasks.QUICK);
            assertThat(page.locator("main b")).hasCount(0);
        }
    }

    @Test
    void an_address_that_leads_nowhere_says_so(Installation drover, Browser browser) {
        browser.expectRefusal(404);
        Page page = browser.open(drover, "/sites/LIFE");
        assertThat(page.locator("main")).containsText("There is no site 'LIFE'");
        page.getByRole(AriaRole.LINK, named("Back to the sites")).click();
        assertThat(page.locator("h1")).containsText("Site LIVE");
    }

    private static long sendSlowly(Installation drover) {
        return drover.live()
                .send("console-slow", Mode.ALL, "first operator")
                .commenced()
                .run();
    }

    private static Locator scheduledChip(Page page) {
        return row(page, "#scheduled", ConsoleTasks.QUICK).first().locator(".last .chip");
    }

    private static Locator row(Page page, String table, String title) {
        return page.locator(table + " tbody tr").filter(new FilterOptions().setHasText(title));
    }

    private static Locator scheduled(Page page, int taskId) {
        return page.locator("#scheduled tbody tr")
                .filter(new FilterOptions()
                        .setHas(page.locator("td.n").getByText(Pattern.compile("^" + taskId + "$"))));
    }

    private static List<String> columns(Page page, String table) {
        return page.locator(table + " thead th").allInnerTexts();
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    private static HasCountOptions within(Duration time) {
        return new HasCountOptions().setTimeout(time.toMillis());
    }

    private static List<JsonObject> api(Page page, String path) {
        return new JsonArray(page.request().get("/api/v1/" + path).text())
                .stream().map(JsonObject.class::cast).toList();
    }

    /** The instant a cell shows. */
    private static Instant instant(Locator cell) {
        return OffsetDateTime.parse(cell.locator("time").getAttribute("datetime"))
                .toInstant();
    }

    private static Instant second(String instant) {
        return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String or(String text, String instead) {
        return text.isEmpty() ? instead : text;
    }
}
