package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S41, S43, S48: what is no route file, by its content or its name, is refused before it can cost anything. */
class RouteTextTest {

    private static final String GOOD = """
            - route:
                id: evil
                description: Does nothing
                from:
                  uri: direct:evil
                  steps:
                    - stop: {}
            """;

    private static final Duration MOST_TIME = Duration.ofMillis(200);
    private static final long MOST_MEMORY = 64L * 1024 * 1024;

    private final CamelContext context = new DefaultCamelContext();

    @TempDir
    private Path root;

    static Stream<Arguments> evil() {
        String laughs = "- a0: &a0 [x, x]\n"
                + IntStream.range(1, 30)
                        .mapToObj(i -> "- a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1))
                        .collect(Collectors.joining());
        return Stream.of(
                Arguments.of("billion laughs", laughs, 7, "aliases"),
                Arguments.of("2,000 levels", "[".repeat(2_000), 1, "nested too deeply"),
                Arguments.of("100,000 levels", "[".repeat(100_000), 1, "nested too deeply"),
                Arguments.of("100,000 block levels", "- ".repeat(100_000), 1, "nested too deeply"),
                Arguments.of("an alias of itself", "- route: &a [*a]", 1, "- route:"),
                Arguments.of("4 MB", GOOD + "# x\n".repeat(1_000_000), null, "larger than 256 kB"),
                Arguments.of("a long comment", "# " + "x".repeat(2_900_000) + "\n" + GOOD, null, "larger than 256 kB"),
                Arguments.of(
                        "duplicate key", GOOD.replace("  from:", "  id: evil\n    from:"), 4, "'id' is given twice"),
                Arguments.of(
                        "Java tag", GOOD.replace("stop: {}", "stop: !!javax.script.ScriptEngineManager []"), 7, "tag"),
                Arguments.of("own tag", GOOD.replace("direct:evil", "!evil direct:evil"), 5, "tag"),
                Arguments.of("tab", GOOD.replace("    id:", "\tid:"), 2, "TAB"),
                Arguments.of("NUL", GOOD.replace("nothing", "no\0thing"), 3, "U+0000"),
                Arguments.of("escape", GOOD.replace("nothing", "no\u001bthing"), 3, "U+001B"),
                Arguments.of("BOM", "\uFEFF" + GOOD, 1, "byte order mark"),
                Arguments.of("plain text", "dear integrator,\nplease call me back", 1, "- route:"),
                Arguments.of("empty", "", 1, "empty"),
                Arguments.of("only a comment", "# nothing yet\n", 1, "empty"),
                Arguments.of("two documents", GOOD + "---\n" + GOOD, 8, "another"),
                Arguments.of("two routes", GOOD + GOOD, 8, "one entry"),
                Arguments.of("merge key", GOOD.replace("    from:", "    <<: {id: other}\n    from:"), 2, "<<"),
                Arguments.of("beans", "- beans:\n    - name: x\n      type: java.lang.ProcessBuilder\n", 1, "- route:"),
                Arguments.of(
                        "object", GOOD.replace("direct:evil", "direct:evil?bridgeErrorHandler=#class:X"), 5, "#class:"),
                Arguments.of("not closed", GOOD.replace("{}", "{"), 8, "expected"));
    }

    @ParameterizedTest(name = "S43 {0}")
    @MethodSource("evil")
    void S43_is_refused_at_once_with_its_line(String name, String text, Integer line, String reason)
            throws IOException {
        RouteReader reader = new RouteReader(context, new RouteFolder(root, "LIVE"));
        Path file = root.resolve("evil.camel.yaml");
        Files.writeString(file, GOOD);
        assertThat(reader.read("evil", file, null).notes())
                .as("what is read when all is well")
                .isEmpty();
        Files.writeString(file, text);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long memory = threads.getCurrentThreadAllocatedBytes();
        long time = threads.getCurrentThreadCpuTime();
        BrokenRouteException refused =
                catchThrowableOfType(BrokenRouteException.class, () -> reader.read("evil", file, null));
        time = threads.getCurrentThreadCpuTime() - time;
        memory = threads.getCurrentThreadAllocatedBytes() - memory;

        assertThat(refused).hasMessageContaining(reason);
        assertThat(refused.line()).isEqualTo(line);
        assertThat(Duration.ofNanos(time)).isLessThan(MOST_TIME);
        assertThat(memory).isLessThan(MOST_MEMORY);
    }

    @Test
    void S43_bytes_that_are_no_text_are_refused_with_their_line() throws IOException {
        Path file = root.resolve("evil.camel.yaml");
        byte[] text = GOOD.replace("nothing", "n?thing").getBytes(StandardCharsets.UTF_8);
        text[GOOD.indexOf("nothing") + 1] = (byte) 0xE9;
        Files.write(file, text);
        assertThatThrownBy(() -> RouteText.read(file))
                .hasMessage("The file is not UTF-8 text")
                .extracting(thrown -> ((BrokenRouteException) thrown).line())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A.camel.yaml",
                "x.yaml",
                "x.yml",
                "ｘ.camel.yaml",
                "x\u202Elmay.camel.yaml",
                "x y.camel.yaml",
                "x.camel.yaml ",
                "x.camel.yaml.",
                "x.camel.yaml\n",
                "1x.java",
                "x-y.java",
                "X.JAVA",
                "-x.camel.yaml"
            })
    void S41_a_name_that_is_none_of_a_route_file_is_told_and_not_loaded(String name) throws IOException {
        Files.writeString(root.resolve(name), GOOD);
        RouteFolder.Listing listing = new RouteFolder(root, "LIVE").list();
        assertThat(listing.files()).isEmpty();
        assertThat(listing.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).startsWith("This is no name of a route file");
            assertThat(problem.text()).matches("[!-~]+: [ -~]+");
        });
    }

    @Test
    void S41_a_name_of_300_letters_and_hidden_files_are_not_loaded() throws IOException {
        Files.writeString(root.resolve(".hidden.camel.yaml"), GOOD);
        Files.writeString(root.resolve(".camel.yaml"), GOOD);
        Files.writeString(root.resolve("..%2fx.camel.yaml"), GOOD);
        Files.writeString(root.resolve("x.camel.yaml~"), GOOD);
        Files.writeString(root.resolve("x".repeat(200) + ".camel.yaml"), GOOD);
        RouteFolder.Listing listing = new RouteFolder(root, "LIVE").list();
        assertThat(listing.files()).isEmpty();
        assertThat(listing.problems()).hasSize(1);
    }

    @Test
    void S41_a_link_out_of_the_folder_is_refused_and_one_within_is_followed(@TempDir Path elsewhere)
            throws IOException {
        RouteFolder folder = new RouteFolder(root, "LIVE");
        Path secret = Files.writeString(elsewhere.resolve("secret.camel.yaml"), GOOD);
        Path out = Files.createSymbolicLink(root.resolve("out.camel.yaml"), secret);
        Path site = Files.createSymbolicLink(root.resolve("LIVE"), elsewhere);
        Path nowhere = Files.createSymbolicLink(root.resolve("nowhere.camel.yaml"), root.resolve("no-such-file"));
        Path directory = Files.createDirectory(root.resolve("directory.camel.yaml"));
        assertThatThrownBy(() -> folder.check(out)).hasMessage("The link leads out of the folder of route files");
        assertThatThrownBy(() -> folder.check(site.resolve("secret.camel.yaml")))
                .hasMessage("The link leads out of the folder of route files");
        assertThatThrownBy(() -> folder.check(nowhere)).hasMessage("The link leads to nothing");
        assertThatThrownBy(() -> folder.check(directory)).hasMessage("This is no file");

        Path version = Files.createDirectory(root.resolve("..2026_11_26"));
        Files.writeString(version.resolve("evil.camel.yaml"), GOOD);
        Files.createSymbolicLink(root.resolve("..data"), version.getFileName());
        Path within = Files.createSymbolicLink(root.resolve("evil.camel.yaml"), Path.of("..data/evil.camel.yaml"));
        folder.check(within);
        assertThat(folder.list().files()).containsEntry("evil", within);
    }
}
