package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.drover.KeptRows.inserted;
import static io.drover.KeptRows.refused;
import static io.drover.KeptRows.updated;
import static io.drover.KeptRows.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.KeptRows;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.send.RunRow;
import io.drover.send.Why;
import io.drover.send.WhyStep;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of runs, previews, undo, held rows and Why?, as an operator works with them. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class RowConsoleTest {

    private static final String TABLE = "public.console_row";
    private static final String TASK = "/sites/LIVE/tasks/console-quick";

    private static final List<RunRow> ROWS = List.of(
            updated(TABLE, "code=A", values("price", "129.00"), values("price", "12.90"), "price falls by half"),
            updated(TABLE, "code=B", values("name", null), values("name", "<b>Bolt</b>")),
            inserted(TABLE, "code=C", values("code", "C", "name", "")),
            refused("public.other", "code=D", "currency", "it may not be empty"));

    @Test
    void a_run_shows_what_to_look_at_first_and_its_rows(Installation drover, Browser browser) {
        Run run = runWith(drover, ROWS.stream());
        Page page = browser.open(drover, "/runs/" + run.run());

        assertThat(page.locator("#run-rows .first")).containsText("price falls by half");
        assertThat(page.locator("#run-rows .first")).containsText("cannot be sent");
        assertThat(rows(page)).hasCount(4);
        assertThat(rows(page).nth(0))
                .containsText(Pattern.compile(
                        "code=A.*price.*129\\.00.*→.*12\\.90.*updated.*price falls by half", Pattern.DOTALL));
        assertThat(rows(page).nth(1).locator("del")).hasText("null");
        assertThat(rows(page).nth(1).locator("ins")).hasText("<b>Bolt</b>");
        assertThat(rows(page).nth(3)).containsText("currency: it may not be empty");
        assertThat(page.locator("#rows-csv")).hasAttribute("href", "/api/v1/runs/%d/rows.csv".formatted(run.run()));

        link(page, "Show: price falls by half").click();
        assertThat(rows(page)).hasCount(1);
        assertThat(page.locator("#rows-csv"))
                .hasAttribute("href", "/api/v1/runs/%d/rows.csv?attention=true".formatted(run.run()));
        link(page, "public.console_row updated 2").click();
        assertThat(rows(page)).hasCount(2);
        page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill("code=b");
        button(page, "Find").click();
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page).nth(0)).containsText("code=B");
    }

    @Test
    void many_rows_come_page_by_page_also_without_script(Installation drover, Browser browser) {
        Run run = runWith(
                drover,
                IntStream.range(0, 120).mapToObj(i -> updated(TABLE, "code=" + i, values("n", "0"), values("n", "1"))));
        Page page = browser.openWithoutScript(drover, "/runs/" + run.run());

        assertThat(rows(page)).hasCount(50);
        page.locator("#rows-next").click();
        page.locator("#rows-next").click();
        assertThat(rows(page)).hasCount(20);
        assertThat(page.locator("#rows-next")).hasCount(0);
        page.locator("#rows-first").click();
        assertThat(rows(page).nth(0)).containsText("code=0");
    }

    @Test
    void a_preview_says_that_nothing_was_written_and_sends_at_a_click(Installation drover, Browser browser) {
        drover.web().sql("delete from public.console_row").update();
        Page page = browser.open(drover, TASK);
        assertThat(page.locator("h1")).containsText(ConsoleTasks.QUICK);
        assertThat(page.getByLabel("Table of what it carries")).containsText("public.console_row pronto → web by code");

        button(page, "Preview Send All").click();
        assertThat(page.locator("#run-head .lead")).hasText("Preview: nothing was written");
        assertThat(page.locator("#run-head")).containsText("Would insert 2; nothing was written");
        assertThat(page.locator(".counts")).containsText("To insert2");
        assertThat(ConsoleTasks.rowsInShop(drover)).isZero();

        button(page, "Send All").click();
        assertThat(page.locator("[role=status]")).containsText("Send All of " + ConsoleTasks.QUICK + " was asked for.");
    }

    @Test
    void a_verify_tells_what_is_missing_different_and_extra(Installation drover, Browser browser) {
        drover.send(drover.live(), "console-quick", Mode.ALL);
        drover.web()
                .sql(
                        "update public.console_row set name = 'x' where code = 'A'; delete from public.console_row where code = 'B'; insert into public.console_row values ('X', 'y')")
                .update();
        Page page = browser.open(drover, TASK);

        button(page, "Verify").click();
        assertThat(page.locator("#run-head .lead")).containsText("nothing is written");
        assertThat(page.locator(".counts")).containsText("Missing1");
        assertThat(page.locator(".counts")).containsText("Different1");
        assertThat(page.locator(".counts")).containsText("Extra1");
        assertThat(page.locator("#run-head .moves")).hasText("Run Again");
    }

    @Test
    void an_undo_needs_a_reason_and_all_rows(Installation drover, Browser browser) {
        browser.expectRefusal(400);
        drover.web().sql("delete from public.console_row").update();
        Run run = drover.send(drover.live(), "console-quick", Mode.ALL);
        KeptRows.inTarget(drover, run, Stream.of(ROWS.get(2)));
        Page page = browser.open(drover, "/runs/" + run.run());

        link(page, "Undo…").click();
        assertThat(page.locator("main")).containsText("not all rows that it changed are kept");
        assertThat(page.locator("form button.danger")).hasCount(0);

        KeptRows.inTarget(
                drover,
                run,
                Stream.of(
                        inserted(TABLE, "code=A", values("code", "A", "name", "Acme")),
                        inserted(TABLE, "code=B", values("code", "B", "name", "Bolt"))));
        page.reload();
        assertThat(page.locator("main")).containsText("2 rows that it inserted are removed");
        page.getByLabel("Reason").fill("x");
        button(page, "Undo").click();
        assertThat(page.locator("#reason-problem")).containsText("An undo needs a reason of 3 to 200 characters");
        page.getByLabel("Reason").fill("wrong price list");
        button(page, "Undo").click();
        assertThat(page).hasURL(Pattern.compile("/runs/\\d+$"));
        assertThat(page.locator("main")).containsText("Undo of run " + run.run());
    }

    @Test
    void a_removal_is_confirmed_with_its_number_once(Installation drover, Browser browser) {
        browser.expectRefusal(400);
        browser.expectRefusal(409);
        Run run = drover.send(drover.live(), "console-quick", Mode.ALL);
        ConsoleTasks.inControl(
                drover,
                control -> control.sql(
                                "update drover.task_run set result = 'Failed', message = 'The guard stopped it', guard_removals = 1742 where run = ?")
                        .param(run.run())
                        .update());
        Page page = browser.open(drover, "/runs/" + run.run());
        link(page, "Confirm removal…").click();
        assertThat(page.locator("main")).containsText("may remove up to 1,742 rows");
        page.getByLabel("Reason").fill("assortment was cut");
        page.getByLabel("Number of rows").fill("1741");
        button(page, "Confirm removal").click();
        assertThat(page.locator("#number-problem")).containsText("Type 1742");
        assertThat(page.getByLabel("Reason")).hasValue("assortment was cut");
        page.getByLabel("Number of rows").fill("1,742");
        button(page, "Confirm removal").click();
        assertThat(page.locator("h1")).containsText(ConsoleTasks.QUICK);
        assertThat(page).not().hasURL(Pattern.compile("/runs/" + run.run()));

        page.navigate("/runs/%d/confirm".formatted(run.run()));
        page.getByLabel("Reason").fill("assortment was cut");
        page.getByLabel("Number of rows").fill("1742");
        button(page, "Confirm removal").click();
        assertThat(page.locator("[role=alert].fault")).containsText("has used its confirmation");
    }

    @Test
    void a_refused_row_is_held_and_released_without_script(Installation drover, Browser browser) {
        Run run = runWith(drover, Stream.of(refused(TABLE, "code=\"D, 1\"", "name", "it may not be empty")));
        Page page = browser.openWithoutScript(drover, "/runs/" + run.run());

        link(page, "Hold code=\"D, 1\"").click();
        assertThat(page.getByLabel("Key")).hasValue("code=\"D, 1\"");
        assertThat(page.getByLabel("Table")).hasValue(TABLE);
        page.getByLabel("Reason").fill("asked <i>purchasing</i>");
        button(page, "Hold").click();
        assertThat(page.locator("[role=status]")).containsText("The row is held");
        Locator held = page.locator("section[aria-labelledby=held-title] tbody tr");
        assertThat(held).hasCount(1);
        assertThat(held).containsText("asked <i>purchasing</i>");

        button(page, "Release code=\"D, 1\"").click();
        assertThat(page.locator("[role=status]")).containsText("The row was released");
        assertThat(held).containsText("No row is held.");
    }

    @Test
    void a_hold_says_what_is_wrong_beside_the_field(Installation drover, Browser browser) {
        browser.expectRefusal(400);
        browser.expectRefusal(409);
        Page page = browser.open(drover, TASK);
        link(page, "Hold a row…").click();
        page.getByLabel("Key").fill("colour=red");
        page.getByLabel("Reason").fill("for a test");
        page.getByLabel("Until").fill("2020-01-01T00:00");
        button(page, "Hold").click();
        assertThat(page.locator("#key-problem")).containsText("it is written code=…");
        page.getByLabel("Key").fill("H-1");
        button(page, "Hold").click();
        assertThat(page.locator("#until-problem")).isVisible();
        page.getByLabel("Until")
                .fill(LocalDateTime.now().plusDays(1).withSecond(0).withNano(0).toString());
        button(page, "Hold").click();
        Locator held = page.locator("section[aria-labelledby=held-title] tbody tr");
        assertThat(held).containsText("code=H-1");

        page.navigate(TASK + "/hold?key=H-1");
        page.getByLabel("Reason").fill("for a test");
        button(page, "Hold").click();
        assertThat(page.locator("#key-problem")).containsText("is held already");
        page.navigate(TASK);
        button(page, "Release code=H-1").click();
        assertThat(held).containsText("No row is held.");
    }

    @Test
    void why_ends_in_a_sentence_and_shows_both_sides_and_the_past(Installation drover, Browser browser) {
        browser.expectRefusal(400);
        Run run = runWith(drover, ROWS.stream());
        ConsoleTasks.answerWhy(drover, RowConsoleTest::answer);
        Page page = browser.open(drover, TASK);

        page.getByLabel("Key of the row").fill("A");
        button(page, "Explain").click();

        assertThat(page.locator("#answer .lead"))
                .hasText(
                        "The shop has A in public.console_row, but price differs. Send Changed does not find it, because its stamp is before 2026-11-22T07:05; the next Send All brings the change.");
        assertThat(page.locator("tr.differs")).hasCount(1);
        assertThat(page.locator("tr.differs"))
                .containsText(Pattern.compile("price.*129\\.00.*—.*12\\.90.*differs", Pattern.DOTALL));
        Locator past =
                page.locator("section[aria-labelledby=past-title] tbody tr").first();
        assertThat(past).containsText("Run " + run.run());
        assertThat(past).containsText("129.00");

        page.getByLabel("Key of the row").fill("colour=red");
        button(page, "Explain").click();
        assertThat(page.locator("#why-problem")).containsText("it is written code=…");
    }

    private static Why answer(String task, String key) {
        if (key.startsWith("colour")) {
            throw new IllegalArgumentException("The key has no column colour; it is written code=…");
        }
        return new Why(
                task,
                key,
                List.of(new WhyStep(
                        TABLE,
                        values("code", "A", "price", "129.00"),
                        null,
                        false,
                        Instant.parse("2026-11-22T07:06:00Z"),
                        LocalDateTime.parse("2026-11-22T07:05:00"),
                        values("code", "A", "price", "12.90"),
                        List.of("price"),
                        null,
                        null)));
    }

    private static Run runWith(Installation drover, Stream<RunRow> rows) {
        Run run = drover.send(drover.live(), "console-quick", Mode.CHANGED);
        KeptRows.inTarget(drover, run, rows);
        return run;
    }

    private static Locator rows(Page page) {
        return page.locator("section[aria-labelledby=rows-title] tbody tr");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true));
    }
}
