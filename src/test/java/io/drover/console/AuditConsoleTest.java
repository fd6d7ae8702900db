package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.send.Mode;
import io.vertx.core.json.JsonArray;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page Audit: who did what, when, on what, and what came of it. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class AuditConsoleTest {

    private final Installation drover;

    AuditConsoleTest(Installation drover) {
        this.drover = drover;
    }

    @Test
    void what_somebody_did_is_listed_with_its_answer_newest_first(Browser browser) {
        long run = drover.live()
                .send("console-quick", Mode.ALL, "<b>Ann</b>")
                .commenced()
                .run();
        drover.ended(run);
        drover.stage().send("product-master", Mode.CHANGED, "=Bob()");
        Page page = browser.open(drover, "/");
        page.getByRole(AriaRole.LINK, named("Audit")).click();
        assertThat(page.locator("h1")).hasText("Audit");
        Locator rows = page.locator("tbody tr");
        assertThat(rows.nth(0)).containsText("=Bob() Send Changed STAGE product-master — —");
        assertThat(rows.nth(0).locator(".chip")).hasText("Pending Changed");
        assertThat(rows.nth(1)).containsText("<b>Ann</b> Send All LIVE console-quick " + run);
        assertThat(rows.nth(1).locator(".chip")).hasText("OK");
        assertThat(rows.nth(1)).containsText("mode: ALL");
        assertThat(page.locator("main b")).hasCount(0);
        rows.nth(1).locator("#run-" + id(page, 1)).click();
        assertThat(page.locator("h1")).containsText("Run " + run);
    }

    /** The number of a line, as its links bear it. */
    private static String id(Page page, int row) {
        String link = page.locator("tbody tr").nth(row).locator("a[id^=run-]").getAttribute("id");
        return link.replace("run-", "");
    }

    @Test
    void the_audit_is_narrowed_by_site_person_act_and_day_and_goes_on(Browser browser) {
        ConsoleTasks.inControl(drover, control -> control.sql("""
                insert into drover.audit (who, what, site, reason)
                select 'Cid', case when i % 2 = 0 then 'Hold' else 'Release' end, 'LIVE', 'number ' || i
                  from generate_series(1, 230) i
                """).update());
        Page page = browser.openWithoutScript(drover, "/audit");
        page.getByLabel("Who", exact()).selectOption("Cid");
        page.getByLabel("What", exact()).selectOption("Hold");
        page.getByLabel("Site", exact()).selectOption("LIVE");
        page.getByLabel("To", exact()).fill(LocalDate.now().plusDays(1).toString());
        page.getByRole(AriaRole.BUTTON, named("Show")).click();
        assertThat(page.locator("tbody tr")).hasCount(100);
        assertThat(page.locator("tbody tr").first()).containsText("number 230");
        String csv =
                page.request().get(page.locator("#csv").getAttribute("href")).text();
        assertThat(csv.lines()).hasSizeGreaterThanOrEqualTo(116);
        assertThat(csv).startsWith("id,at,who,what,site,task,run,reason,details,guarded");
        page.locator("#audit-older").click();
        assertThat(page.locator("tbody tr").first()).containsText("number 30");
        page.locator("#audit-newest").click();
        assertThat(page.locator("tbody tr").first()).containsText("number 230");
        page.getByLabel("Site", exact()).selectOption("STAGE");
        page.getByRole(AriaRole.BUTTON, named("Show")).click();
        assertThat(page.locator("tbody")).hasText("Nothing is like that.");
        page.navigate("/audit?from=2999-01-01");
        assertThat(page.locator("tbody")).hasText("Nothing is like that.");
    }

    @Test
    void the_api_tells_the_same_page_by_page(Browser browser) {
        drover.stage().send("product-master", Mode.CHANGED, "Dan");
        drover.stage().send("product-master", Mode.ALL, "Dan");
        Page page = browser.open(drover, "/audit");
        JsonArray first = list(page, "who=Dan&limit=1");
        assertThat(first.getJsonObject(0).getString("what")).isEqualTo("Send All");
        JsonArray second =
                list(page, "who=Dan&limit=1&before=" + first.getJsonObject(0).getLong("id"));
        assertThat(second.getJsonObject(0).getString("what")).isEqualTo("Send Changed");
        assertThat(list(page, "who=Dan&what=Send%20Changed").size()).isPositive();
        assertThat(list(page, "who=nobody")).isEmpty();
        for (String wrong : List.of("before=x", "who=a&who=b", "site=NONE")) {
            assertThat(page.request().get("/api/v1/audit?" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    private static JsonArray list(Page page, String query) {
        return new JsonArray(page.request().get("/api/v1/audit?" + query).text());
    }

    private static GetByLabelOptions exact() {
        return new GetByLabelOptions().setExact(true);
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
