package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.drover.Installation;
import io.drover.send.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How every page looks: free of what axe calls a barrier, never wider than the screen, light and dark, on a desk and on a
 * phone; all of it is reached by keyboard. The pictures are in {@code target/screenshots}.
 *
 * <p>{@code -Ddrover.look=all} looks at every page in all four ways instead of two that have each of the four once.
 */
@ExtendWith({Installation.Shared.class, ConsoleTasks.class, Browser.Extension.class})
class ConsoleLookTest {

    private static final Path PICTURES = Path.of("target/screenshots");

    /** Of radio buttons of one name the Tab key leads to one, the arrows to the others. */
    private static final String WATCH_FOCUS = """
            () => {
              const name = part => part.tagName + ' '
                  + (part.type === 'radio' ? part.name : part.innerText || part.name || part.id || part.outerHTML);
              const reached = new Set();
              document.addEventListener('focusin', event => reached.add(name(event.target)));
              window.missed = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
                  .filter(part => !part.disabled && part.checkVisibility())
                  .map(name).filter(part => !reached.has(part));
            }
            """;

    static Stream<Arguments> ways() {
        return Stream.of("LIGHT 1440", "DARK 390", "LIGHT 390", "DARK 1440")
                .limit("all".equals(System.getProperty("drover.look")) ? 4 : 2)
                .map(way -> way.split(" ", -1))
                .map(way -> Arguments.of(ColorScheme.valueOf(way[0]), Integer.valueOf(way[1])));
    }

    /** Something to see. */
    @BeforeAll
    static void send(Installation drover) throws IOException {
        RouteFixture.breakFile(drover, "console-slow");
        for (String task : List.of("product-categories", "customer-master", "system-table")) {
            drover.send(drover.live(), task, Mode.ALL);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void every_page_is_without_barriers_and_fits(ColorScheme scheme, int width, Installation drover, Browser browser) {
        Map<String, String> rowPages = RowPages.of(drover);
        long ended = drover.send(drover.live(), "console-quick", Mode.ALL).run();
        long running = drover.live()
                .send("console-slow", Mode.ALL, "first operator")
                .commenced()
                .run();
        drover.live().send("console-slow", Mode.CHANGED, "second operator");
        drover.stage().send("product-master", Mode.ALL, "first operator");
        browser.expectRefusal(404);

        Page page = browser.open(drover, "/");
        page.setViewportSize(width, 900);
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
        Map<String, String> pages = pages(ended, running);
        pages.putAll(rowPages);
        pages.putAll(SchedulePages.of(drover));
        pages.forEach((name, path) -> {
            assertThat(page.navigate(path).status()).as(name).isLessThan(500);
            assertThat(page.locator("h1")).isVisible();
            // What a page takes in after it is there.
            assertThat(page.locator("[hx-trigger^=load]:not(:has(svg))")).hasCount(0);
            String variant = "%s-%s-%d".formatted(name, scheme.name().toLowerCase(Locale.ROOT), width);
            page.screenshot(new ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(variant + ".png")));
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of %s", variant)
                    .isLessThanOrEqualTo(width);
            assertThat(unreachable(page))
                    .as("what of %s no key leads to", variant)
                    .isEmpty();
            assertThat(new AxeBuilder(page).setLegacyMode(true).analyze().getViolations())
                    .as("barriers of %s", variant)
                    .isEmpty();
        });
    }

    /** Goes through a page by the Tab key until nothing is left of what can be pressed or filled in, or twice around. */
    private static List<?> unreachable(Page page) {
        page.evaluate(WATCH_FOCUS);
        List<?> left = (List<?>) page.evaluate("missed()");
        for (int presses = 2 * left.size() + 10; presses > 0 && !left.isEmpty(); presses--) {
            page.keyboard().press("Tab");
            left = (List<?>) page.evaluate("missed()");
        }
        return left;
    }

    @AfterAll
    static void leave(Installation drover) {
        SchedulePages.leave(drover);
    }

    private static Map<String, String> pages(long ended, long running) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("today", "/");
        pages.put("today-one", "/?site=STAGE");
        pages.put("alerts", "/alerts");
        pages.put("site-running", "/sites/LIVE");
        pages.put("site-stopped", "/sites/STAGE");
        pages.put("site-stop", "/sites/LIVE/stop");
        pages.put("results", "/runs");
        pages.put("result-delete", "/runs/delete?run=" + ended);
        pages.put("results-delete", "/runs/delete?site=LIVE");
        pages.put("audit", "/audit");
        pages.put("routes", "/sites/LIVE/routes");
        pages.put("route", "/sites/LIVE/routes/trigger");
        pages.put("route-broken", "/sites/LIVE/routes/console-slow");
        pages.put("task-notes", "/sites/LIVE/tasks/product-notes");
        pages.put("task-broken", "/sites/LIVE/tasks/console-slow");
        pages.put("task-columns", "/sites/LIVE/tasks/product-master/columns");
        pages.put("run", "/runs/" + ended);
        pages.put("run-stop", "/runs/" + running + "/stop");
        pages.put("nodes", "/nodes");
        pages.put("timeline", "/timeline?site=LIVE");
        pages.put("timeline-week", "/timeline?site=LIVE&span=week");
        pages.put("timeline-stopped", "/timeline?site=STAGE");
        pages.put("nowhere", "/sites/LIFE");
        return pages;
    }
}
