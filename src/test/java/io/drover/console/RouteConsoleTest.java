package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.run.Run;
import io.drover.send.HeldKey;
import io.drover.send.Mode;
import io.drover.site.RouteFile.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of a task and the pages Routes: what a task carries, and what its file says. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class RouteConsoleTest {

    private static final String TRIAL = "console-trial";
    private static final String ROUTES = "/sites/LIVE/routes";
    private static final String GOOD = RouteFixture.task(TRIAL, "select 'A' as code, '<u>' as name");

    private final Installation drover;

    RouteConsoleTest(Installation drover) {
        this.drover = drover;
    }

    @AfterEach
    void remove() throws IOException {
        RouteFixture.remove(drover, TRIAL);
    }

    @Test
    void PF33_the_page_of_a_task_says_what_it_carries_and_after_what_it_is_sent(Browser browser) {
        Page page = browser.open(drover, "/sites/LIVE/tasks/product-notes");
        assertThat(page.locator(".after"))
                .containsText(
                        "Send this after you edit: bullets, notes or keywords alternate categories or accessories");
        Locator notes = page.getByLabel("Table of what it carries")
                .locator("tbody tr")
                .filter(new FilterOptions().setHasText("web.product_note"));
        assertThat(notes).containsText("pronto → web");
        assertThat(notes).containsText("by product_code,note_type; all rows compared");
        assertThat(notes).containsText("The notes of every product on the web, the lines of one type joined");
        assertThat(page.locator("dl#columns")).containsText("web.product_note");
        assertThat(page.locator("dl#columns")).containsText("note_type varchar");
        assertThat(page.locator("dl#columns")).not().containsText("stamp");
        for (String button :
                new String[] {"Send Changed", "Send All", "Preview Send Changed", "Preview Send All", "Verify"}) {
            assertThat(page.getByRole(AriaRole.BUTTON, named(button))).isVisible();
        }
        assertThat(page.locator("svg.drawing"))
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(
                                "Begins with task:product-notes, on demand; reads routes/sql/product.sql from pronto;"
                                        + " sends to web.product in web .*"));
        notes.getByRole(AriaRole.LINK).click();
        assertThat(page.locator("h3:target")).containsText("routes/sql/product-note.sql");
        page.locator("#why").click();
        assertThat(page.locator("h1")).containsText("Why? Product Notes");
    }

    @Test
    void the_page_of_a_task_counts_what_is_held_and_refused_and_draws_its_last_sends(Browser browser) {
        drover.send(drover.live(), "console-quick", Mode.ALL);
        Run last = drover.send(drover.live(), "console-quick", Mode.ALL);
        ConsoleTasks.inControl(
                drover,
                control -> control.sql(
                                "update drover.task_run set refused = 3, result = 'OK with refused rows' where run = ?")
                        .param(last.run())
                        .update());
        HeldKey row = new HeldKey("public.console_row", "code=HELD-COUNT");
        drover.live()
                .heldRows()
                .hold(
                        "console-quick",
                        row.table(),
                        row.key(),
                        Instant.now().plus(Duration.ofDays(3)),
                        "operator",
                        "to be counted");
        Page page = browser.openWithoutScript(drover, "/sites/LIVE/tasks/console-quick");
        assertThat(page.locator("#held-count")).hasText(Pattern.compile("[0-9]+ rows?"));
        assertThat(page.locator(".strip"))
                .hasAttribute("aria-label", Pattern.compile("last [0-9]+ runs: .*to look at.*"));
        assertThat(page.locator("main b")).hasCount(0);
        page.locator("#refused-count").click();
        assertThat(page).hasURL(Pattern.compile("/runs/%d\\?fate=refused$".formatted(last.run())));
        page.goBack();
        page.locator("#columns").click();
        assertThat(page.locator("h1")).containsText("Columns of " + ConsoleTasks.QUICK);
        assertThat(page.locator("dl#columns")).containsText("code text");
    }

    @Test
    void a_file_that_breaks_is_shown_beside_its_last_good_version(Browser browser) throws IOException {
        RouteFixture.write(drover, TRIAL, GOOD, State.LOADED);
        Page page = browser.open(drover, "/sites/LIVE");
        page.getByRole(AriaRole.LINK, named("Routes")).click();
        assertThat(page.locator("h1")).hasText("Routes: LIVE");
        assertThat(row(page).locator(".chip")).hasText("In use");
        assertThat(row(page)).containsText("pronto → public.console_row");

        RouteFixture.breakFile(drover, TRIAL);
        page.reload();
        assertThat(page.locator("h2")).containsText("1 broken");
        assertThat(row(page).locator(".chip")).hasText("Last good version in use");
        assertThat(row(page).locator("small")).hasText(Pattern.compile("line 1[0-9]: .*kee.*"));
        row(page).locator("th a").click();
        assertThat(page.locator("#route-problems li")).containsText("routes/console-trial.camel.yaml:");
        assertThat(page.locator("h3 small")).hasText(new String[] {"as it is now", "the version in use"});
        Locator fault = page.locator("#route + .source li.fault, #route + .source li.other");
        assertThat(fault.first()).isVisible();
        assertThat(page.locator("#route + .source li.fault strong")).containsText("kee");
        assertThat(page.locator("#route-used + .source li.other code")).hasText("key: code");
        assertThat(page.locator("main i, main b, main u")).hasCount(0);
        assertThat(page.locator("#route-1 code")).hasText("# <i>A note</i> of its author");

        page.locator("h1 a").click();
        assertThat(page.locator("#route-notice"))
                .containsText("Last good version in use: routes/console-trial.camel.yaml:");
        page.locator("#route-notice a").click();
        assertThat(page.locator("h2:target")).hasText("Route");

        RouteFixture.remove(drover, TRIAL);
        browser.expectRefusal(404);
        page.navigate(ROUTES + "/" + TRIAL);
        assertThat(page.locator("main")).containsText("Site LIVE has no route '%s'".formatted(TRIAL));
    }

    @Test
    void a_file_that_was_never_good_is_shown_with_its_fault(Browser browser) throws IOException {
        RouteFixture.write(drover, TRIAL, GOOD.replace("key: code", "kee: code"), State.BROKEN);
        Page page = browser.openWithoutScript(drover, ROUTES);
        assertThat(row(page).locator(".chip")).hasText("Broken");
        assertThat(row(page).locator("td").first()).hasText("—");
        row(page).locator("th a").click();
        assertThat(page.locator("h3 small")).hasText("nothing of it is in use");
        assertThat(page.locator("svg.drawing")).hasCount(0);
        page.locator("#route-problems a").click();
        assertThat(page.locator("li.fault:target")).hasCount(1);
    }

    @Test
    void a_query_that_its_database_refuses_says_so_where_its_columns_would_be(Browser browser) throws IOException {
        RouteFixture.write(
                drover, TRIAL, RouteFixture.task(TRIAL, "select code, name from pronto.nowhere"), State.LOADED);
        Page page = browser.open(drover, "/sites/LIVE/tasks/" + TRIAL);
        assertThat(page.locator("dl#columns .rule")).containsText("\"pronto.nowhere\" does not exist");
    }

    @Test
    void a_route_that_is_no_task_has_its_drawing_too(Browser browser) {
        Page page = browser.open(drover, ROUTES);
        page.getByRole(AriaRole.LINK, named("routes/price-changed.camel.yaml")).click();
        assertThat(page.locator("h1")).hasText("Route price-changed");
        assertThat(page.locator("svg.drawing .begin text").first()).hasText("platform-http:/price-changed");
        assertThat(page.locator("svg.drawing")).containsText("Ask for a run of product-master");
        assertThat(drover.live().sources().columns("price-changed")).isEmpty();
    }

    private static Locator row(Page page) {
        return page.locator("tbody tr").filter(new FilterOptions().setHasText("routes/" + TRIAL + ".camel.yaml"));
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
