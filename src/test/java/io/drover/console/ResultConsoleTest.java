package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.drover.Installation;
import io.drover.run.Run;
import io.drover.run.RunFilter;
import io.drover.send.Mode;
import io.drover.site.Act;
import io.drover.site.AuditFilter;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results: which are shown, what is done again, what is deleted and what never is (IF5, IF6). */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class ResultConsoleTest {

    /** A task whose route file is gone. */
    private static final String GONE = "console-gone";

    private final Installation drover;

    ResultConsoleTest(Installation drover) {
        this.drover = drover;
    }

    @AfterEach
    void forget() {
        ConsoleTasks.inControl(
                drover,
                control -> control.sql("delete from drover.task_run where task = ?")
                        .param(GONE)
                        .update());
    }

    /** Runs that are over, the first one with a line in its log. */
    private void runs(int count, String result) {
        ConsoleTasks.inControl(
                drover,
                control -> control.sql("""
                with runs as (
                  insert into drover.task_run (site, task, title, queue, mode, cause, requested_by, status, started_at,
                                               ended_at, result, message)
                  select 'LIVE', :task, 'Gone <b>task</b>', 'AllOthers', 'ALL', 'ad-hoc', '=cmd()', 'ENDED', now(), now(),
                         :result, 'it was so'
                    from generate_series(1, :count) returning run)
                insert into drover.run_log (run, line, text) select min(run), 1, 'a line' from runs
                """)
                        .param("task", GONE)
                        .param("count", count)
                        .param("result", result)
                        .update());
    }

    private List<Run> gone() {
        return drover.server().runs().list(new RunFilter("LIVE", GONE, null, null, null, 1000));
    }

    @Test
    void IF6_results_are_shown_by_site_task_result_and_day(Browser browser) {
        runs(2, "Failed");
        runs(1, "OK");
        Page page = browser.openWithoutScript(drover, "/runs");
        assertThat(page.locator("h1")).hasText("Results");
        page.getByLabel("Site", new Page.GetByLabelOptions().setExact(true)).selectOption("LIVE");
        page.getByRole(AriaRole.BUTTON, named("Show")).click();
        assertThat(page.locator("h1")).hasText("Results: LIVE");
        page.navigate("/runs?site=LIVE&task=" + GONE);
        assertThat(page.locator("tbody tr")).hasCount(3);
        assertThat(page.locator("tbody tr").first()).containsText("Gone <b>task</b>");
        page.getByLabel("Result", new Page.GetByLabelOptions().setExact(true)).selectOption("Failed");
        page.getByLabel("From").fill(LocalDate.now().minusDays(1).toString());
        page.getByRole(AriaRole.BUTTON, named("Show")).click();
        assertThat(page.locator("tbody tr")).hasCount(2);
        page.getByLabel("From").fill(LocalDate.now().plusDays(2).toString());
        page.getByRole(AriaRole.BUTTON, named("Show")).click();
        assertThat(page.locator("tbody")).hasText("No run is like that.");
        page.navigate("/runs?site=STAGE&task=" + GONE);
        assertThat(page.locator("tbody")).hasText("No run is like that.");
        assertThat(page.locator("main b")).hasCount(0);
    }

    @Test
    void IF6_a_long_list_goes_on_and_is_whole_as_csv(Browser browser) {
        runs(130, "Failed");
        Page page = browser.open(drover, "/runs?site=LIVE&result=Failed&task=" + GONE);
        assertThat(page.locator("tbody tr")).hasCount(100);
        APIResponse csv = page.request().get(page.locator("#csv").getAttribute("href"));
        List<String> lines = csv.text().lines().toList();
        assertThat(lines).hasSize(131);
        assertThat(lines.get(0)).startsWith("run,site,task,title,purpose,mode,cause,requestedBy,requestedAt,");
        assertThat(lines.get(1))
                .contains("LIVE,console-gone,Gone <b>task</b>,SEND,ALL,ad-hoc,'=cmd(),")
                .endsWith(",requestedBy");
        page.locator("#runs-older").click();
        assertThat(page.locator("tbody tr")).hasCount(30);
        assertThat(page.locator("#runs-older")).hasCount(0);
        page.locator("#runs-newest").click();
        assertThat(page.locator("tbody tr")).hasCount(100);
    }

    @Test
    void IF6_run_again_is_a_button_of_each_result(Browser browser) {
        long run = drover.send(drover.live(), "console-quick", Mode.ALL).run();
        Page page = browser.openWithoutScript(drover, "/runs?site=LIVE");
        page.locator("#again-" + run).click();
        assertThat(page.locator("h1")).containsText(ConsoleTasks.QUICK);
        Run again = drover.server()
                .runs()
                .list(new RunFilter("LIVE", "console-quick", null, null, null, 1))
                .get(0);
        assertThat(again.cause()).isEqualTo("run-again");
        assertThat(again.ofRun()).isEqualTo(run);
    }

    @Test
    void IF6_one_result_is_deleted_after_a_question_and_audited(Browser browser) {
        runs(2, "Failed");
        long older = gone().get(1).run();
        Page page = browser.openWithoutScript(drover, "/runs?site=LIVE&task=" + GONE);
        page.locator("#delete-" + older).click();
        assertThat(page.locator("h1")).hasText("Delete the result of run " + older);
        page.getByRole(AriaRole.BUTTON, named("Delete")).click();
        assertThat(page.locator("[role=status]")).hasText("One result was deleted.");
        assertThat(gone()).extracting(Run::run).doesNotContain(older).hasSize(1);
        assertThat(drover.server().runs().log(older, 0, 10)).isEmpty();
        Act act = lastAct();
        assertThat(act.what()).isEqualTo("Delete Results");
        assertThat(act.who()).isEqualTo("operator");
        assertThat(act.run()).isEqualTo(older);
        assertThat(act.task()).isEqualTo(GONE);
    }

    @Test
    void IF6_what_runs_and_the_latest_of_a_task_is_never_deleted(Browser browser) {
        drover.send(drover.live(), "console-quick", Mode.ALL);
        long latest = drover.send(drover.live(), "console-quick", Mode.ALL).run();
        long running = drover.live()
                .send("console-slow", Mode.ALL, "operator")
                .commenced()
                .run();
        browser.expectRefusal(409);
        Page page = browser.open(drover, "/runs");
        for (long run : new long[] {latest, running}) {
            page.navigate("/runs/delete?run=" + run);
            assertThat(page.locator("#delete-problem")).containsText("Run %d stays".formatted(run));
            assertThat(page.getByRole(AriaRole.BUTTON, named("Delete"))).hasCount(0);
            assertThat(post(page, FormData.create().set("run", String.valueOf(run)))
                            .status())
                    .isEqualTo(409);
            assertThat(drover.server().runs().find(run)).isPresent();
        }
        assertThat(post(page, FormData.create().set("site", "LIVE")).status())
                .as("without having seen which")
                .isEqualTo(400);
        browser.expectRefusal(404);
        page.navigate("/runs/delete?run=999999999");
        assertThat(page.locator("main")).containsText("There is no run '999999999'");
    }

    @Test
    void IF6_all_that_the_filter_shows_is_deleted_but_none_that_nobody_has_seen(Browser browser) {
        runs(5, "Failed");
        runs(1, "OK");
        runs(3, "Failed");
        long latest = gone().get(0).run();
        Page page = browser.openWithoutScript(drover, "/runs?site=LIVE&result=Failed&task=" + GONE);
        page.locator("#delete-all").click();
        assertThat(page.locator("main")).containsText("7 results: site LIVE, task console-gone, result Failed");
        runs(2, "Failed");
        page.getByRole(AriaRole.BUTTON, named("Delete All")).click();
        assertThat(page.locator("[role=status]")).hasText("8 results were deleted.");
        assertThat(page).hasURL(Pattern.compile("/runs\\?site=LIVE&task=console-gone&result=Failed&deleted=8$"));
        assertThat(gone()).hasSize(3).allMatch(run -> run.run() > latest || run.isOk());
        Act act = lastAct();
        assertThat(act.details())
                .containsEntry("deleted", "8")
                .containsEntry("result", "Failed")
                .containsKey("before run");
        page.locator("#delete-all").click();
        assertThat(page.locator("main")).containsText("1 result: site LIVE");
    }

    private APIResponse post(Page page, FormData form) {
        return page.request()
                .post("/runs/delete", RequestOptions.create().setForm(form).setHeader("Origin", origin()));
    }

    private String origin() {
        return drover.server().address().replaceFirst("/$", "");
    }

    private Act lastAct() {
        return drover.server()
                .sites()
                .audit()
                .list(AuditFilter.of("LIVE", 1))
                .get(0)
                .act();
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
