package io.drover.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.drover.Installation;
import io.drover.MadeOnce;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The browser a test looks through: one program per JVM, contexts of its own for each test. Whatever a page complains of
 * (errors of scripts, of the console, of the content security policy) fails the test at its end.
 */
final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Makes every breach of the policy an error of the console, also where the browser would only report it. */
    private static final String TELL_BREACHES = """
            addEventListener('securitypolicyviolation', breach =>
                console.error('Policy ' + breach.violatedDirective + ' breached by ' + breach.blockedURI));
            """;

    private final com.microsoft.playwright.Browser program;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> expected = new HashSet<>();

    private Browser(com.microsoft.playwright.Browser program) {
        this.program = program;
    }

    /** A new person with a new browser window opens a page. */
    Page open(Installation drover, String path) {
        return open(drover.server().address(), path);
    }

    Page openWithoutScript(Installation drover, String path) {
        return openWithoutScript(drover.server().address(), path);
    }

    /** The same of any server, by the address of its console. */
    Page open(String address, String path) {
        return open(address, path, new NewContextOptions());
    }

    Page openWithoutScript(String address, String path) {
        return open(address, path, new NewContextOptions().setJavaScriptEnabled(false));
    }

    private Page open(String address, String path, NewContextOptions options) {
        BrowserContext context = program.newContext(
                options.setBaseURL(address).setViewportSize(1440, 900).setLocale("en-AU"));
        contexts.add(context);
        context.setDefaultTimeout(PATIENCE.toMillis());
        context.addInitScript(TELL_BREACHES);
        context.onWebError(error -> complaints.add(error.error()));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        Page page = context.newPage();
        page.navigate(path);
        return page;
    }

    /** The test provokes an answer of this status, of which Chromium itself makes an error of the console. */
    void expectRefusal(int status) {
        expected.add("with a status of " + status);
    }

    /**
     * The test lets the server go away for a while, of which Chromium and htmx make errors of the console; while it starts, it
     * answers 503.
     */
    void expectOutage() {
        expected.addAll(List.of("net::ERR_", "htmx:sendError", "htmx:timeout", "htmx:afterRequest", "Error Code 503"));
        expectRefusal(503);
    }

    private void close() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints)
                .as("what the pages complained of")
                .filteredOn(text -> expected.stream().noneMatch(text::contains))
                .isEmpty();
    }

    /** What its pages show at this moment. */
    private String pages() {
        return contexts.stream()
                .flatMap(context -> context.pages().stream())
                .map(page -> "%s showed:%n%s".formatted(page.url(), page.innerText("body")))
                .collect(Collectors.joining("\n\n"));
    }

    /**
     * Gives a test its browser; what a failed test saw is told with its failure. Its windows are closed before the test's own
     * {@code @AfterEach}, so that no page complains of a server that is taken away under it.
     */
    static final class Extension
            implements ParameterResolver, TestExecutionExceptionHandler, AfterTestExecutionCallback {

        private static final Namespace STORE = Namespace.create(Browser.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Program program = MadeOnce.get(context, Program.class, Program::start);
            return context.getStore(STORE)
                    .getOrComputeIfAbsent(Browser.class, type -> new Browser(program.chromium()), Browser.class);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            Browser browser = context.getStore(STORE).get(Browser.class, Browser.class);
            if (browser == null) {
                throw failure;
            }
            String pages;
            try {
                pages = browser.pages();
            } catch (PlaywrightException e) {
                failure.addSuppressed(e);
                throw failure;
            }
            throw new AssertionError(failure.getMessage() + "\n" + pages, failure);
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            Browser browser = context.getStore(STORE).remove(Browser.class, Browser.class);
            if (browser != null) {
                browser.close();
            }
        }
    }

    private record Program(Playwright playwright, com.microsoft.playwright.Browser chromium) implements AutoCloseable {

        private static final List<String> ARGUMENTS = List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");

        /** Takes the browser of DROVER_TEST_BROWSER, else one on the path, else the one that Playwright fetches. */
        static Program start() {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
            Playwright.CreateOptions driver = new Playwright.CreateOptions();
            LaunchOptions launch = new LaunchOptions().setArgs(ARGUMENTS);
            executable().ifPresent(file -> {
                driver.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
                launch.setExecutablePath(file);
            });
            Playwright playwright = Playwright.create(driver);
            return new Program(playwright, playwright.chromium().launch(launch));
        }

        private static Optional<Path> executable() {
            String named = System.getenv("DROVER_TEST_BROWSER");
            if (named != null && !named.isBlank()) {
                return Optional.of(Path.of(named));
            }
            List<String> folders = Arrays.asList(System.getenv("PATH").split(File.pathSeparator));
            return Stream.of("chromium", "chromium-browser", "google-chrome")
                    .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        @Override
        public void close() {
            playwright.close();
        }
    }
}
