package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.drover.Bar;
import io.drover.Installation;
import io.drover.run.RunningRun;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Open pages are told what changes; where nothing can be told, they ask. */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class LivePagesTest {

    private static final double SOON_MILLIS = Bar.ofSeconds(3).toMillis();

    private static List<String> requests(Page page) {
        List<String> requests = new CopyOnWriteArrayList<>();
        page.onRequest(request -> requests.add(request.url()));
        return requests;
    }

    private static long sendSlowly(Installation drover) {
        return drover.live()
                .send("console-slow", Mode.ALL, "operator")
                .commenced()
                .run();
    }

    private static Locator running(Page page) {
        return page.locator("#running-everywhere").getByText(ConsoleTasks.SLOW);
    }

    @Test
    void a_page_is_told_by_its_stream_and_asks_for_nothing(Installation drover, Browser browser) {
        Page page = browser.open(drover, "/");
        List<String> requests = requests(page);
        assertThat(page.locator("#running-everywhere")).containsText("Nothing is running.");
        sendSlowly(drover);
        assertThat(running(page)).isVisible(new IsVisibleOptions().setTimeout(SOON_MILLIS));
        assertThat(requests).noneMatch(url -> url.contains("/live"));
    }

    @Test
    void a_button_under_the_focus_is_not_replaced_by_what_is_the_same(Installation drover, Browser browser) {
        sendSlowly(drover);
        Page page = browser.open(drover, "/sites/LIVE");
        Locator stop = page.locator("#running .danger").first();
        stop.focus();
        String clock = page.locator("#clock time").getAttribute("datetime");
        // The stream has told the whole page once, and what changed twice.
        for (int i = 0; i < 3; i++) {
            assertThat(page.locator("#clock time")).not().hasAttribute("datetime", clock);
            clock = page.locator("#clock time").getAttribute("datetime");
        }
        assertThat(stop).isFocused();
    }

    @Test
    void the_page_of_a_run_is_told_its_end_and_then_rests(Installation drover, Browser browser) throws Exception {
        long number = sendSlowly(drover);
        Page page = browser.open(drover, "/runs/" + number);
        List<String> requests = requests(page);
        assertThat(page.locator("#run-head .chip")).hasText("Running");
        for (RunningRun run : drover.live().executor().running()) {
            run.stop(new StopRequest("test", "the test wants its end"), Duration.ofSeconds(15));
        }
        assertThat(page.locator("#run-head .chip"))
                .containsText("Stopped", new ContainsTextOptions().setTimeout(SOON_MILLIS));
        page.waitForCondition(
                () -> Boolean.TRUE.equals(page.evaluate("over && stream.readyState === EventSource.CLOSED")));
        assertThat(requests).noneMatch(url -> url.contains("/live"));
    }

    @Test
    void where_no_stream_gets_through_the_page_asks(Installation drover, Browser browser) {
        browser.expectRefusal(503);
        Page page = browser.open(drover, "/sites");
        page.route("**/stream*", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        page.navigate("/");
        List<String> requests = requests(page);
        assertThat(page.locator("#running-everywhere")).containsText("Nothing is running.");
        sendSlowly(drover);
        assertThat(running(page)).isVisible();
        assertThat(requests).anyMatch(url -> url.contains("/today/live?seen="));
        assertThat(page.locator("#offline")).isHidden();
    }

    @Test
    void the_description_of_the_api_is_a_page_without_a_complaint(Installation drover, Browser browser) {
        Page page = browser.open(drover, "/api/docs");
        assertThat(page.locator("#operations-default-listSites")).containsText("All sites with their state");
        page.locator("#operations-default-listSites button").first().click();
        page.getByText("Try it out").click();
        page.getByText("Execute").first().click();
        assertThat(page.locator(".live-responses-table")).containsText("LIVE");
    }
}
