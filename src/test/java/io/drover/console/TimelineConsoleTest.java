package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.run.RunGroup;
import io.drover.schedule.ScheduleEdit;
import io.drover.send.Mode;
import io.drover.site.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Timeline in the browser: what ran and how it ended, what is due, stops with their reasons, changes of clocks. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class TimelineConsoleTest {

    private final Installation drover;

    TimelineConsoleTest(Installation drover) {
        this.drover = drover;
    }

    @Test
    void runs_stops_and_what_is_due_stand_in_the_lane_of_their_task(Browser browser) throws InterruptedException {
        var due = drover.live()
                .schedules()
                .add("system-table", Mode.ALL, new ScheduleEdit("every 2 hours", true, "", null), "test");
        try {
            long ok = drover.send(drover.live(), "console-quick", Mode.ALL).run();
            drover.bring(drover.live(), SiteState.STOPPED);
            drover.bring(drover.live(), SiteState.RUNNING);
            drover.live().send("console-slow", Mode.ALL, "operator");

            Page page = browser.open(drover, "/sites/LIVE");
            page.getByRole(AriaRole.LINK, named("Timeline")).click();
            assertThat(page.locator("h1")).hasText("Timeline: LIVE");
            Locator drawing = page.locator("svg.timeline");
            assertThat(drawing.locator("rect.ok title").first()).containsText("OK: ");
            assertThat(drawing).containsText("run " + ok);
            assertThat(drawing.locator("rect.work title")).containsText("Running: run ");
            assertThat(drawing.locator("rect.stop title").last()).containsText("made ready for a test");
            assertThat(page.locator(".factlist")).containsText("by test: made ready for a test");
            assertThat(drawing.locator("rect.due")).not().hasCount(0);
            assertThat(drawing.locator("rect.due title").first()).containsText("Send All, every 2 hours");
            assertThat(drawing.locator("line.now")).hasCount(1);
            assertThat(drawing).hasAttribute("aria-label", Pattern.compile("[0-9]+ tasks, .*stop"));
            Locator figures = page.getByLabel("Table of the Timeline");
            assertThat(figures).containsText(ConsoleTasks.QUICK);
            assertThat(page.locator("main b")).hasCount(0);

            page.getByRole(AriaRole.LINK, named("7 days")).click();
            assertThat(page.locator("#week")).hasAttribute("aria-current", "true");
            assertThat(page.locator("svg.timeline text.time")).hasCount(7);
            page.getByRole(AriaRole.LINK, named("Earlier")).click();
            page.getByRole(AriaRole.LINK, named("Earlier")).click();
            assertThat(page.locator("line.now")).hasCount(0);
        } finally {
            drover.live().schedules().remove(due, "test");
        }
    }

    @Test
    void a_time_in_which_nothing_was_says_so_and_a_wrong_one_is_the_usual(Browser browser) {
        Page page = browser.open(drover, "/timeline?site=LIVE&from=1999-01-01T00:00");
        assertThat(page.locator("main")).containsText("Nothing ran in this time, and nothing is due.");
        page.navigate("/timeline?site=LIVE&from=yesterday&span=fortnight");
        assertThat(page.locator("#day")).hasAttribute("aria-current", "true");
    }

    @Test
    void runs_that_lie_close_together_are_one_group_with_their_number() {
        Instant before = Instant.now();
        drover.send(drover.live(), "console-quick", Mode.ALL);
        long last = drover.send(drover.live(), "console-quick", Mode.ALL).run();
        List<RunGroup> groups = drover.server()
                .runs()
                .overview()
                .groups("LIVE", before, Instant.now().plusSeconds(60), Duration.ofDays(20_000));
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).runs()).isEqualTo(2);
        assertThat(groups.get(0).latest()).isEqualTo(last);
        assertThat(groups.get(0).ended()).isAfter(groups.get(0).begun());
    }

    private static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }
}
