package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S44 to S46: what is well-formed but wrong is told with its line, and checking it runs nothing. */
@ExtendWith(Installation.Shared.class)
class RouteCheckTest {

    private static final TrialRoute TRIAL = TrialRoute.of("trial");

    @TempDir
    private Path root;

    private List<String> check(Installation drover) {
        SiteSettings site = drover.server().settings().sites().get(0);
        try (RouteCheck check = new RouteCheck(site, root)) {
            return check.problems(false).stream().map(RouteProblem::text).toList();
        }
    }

    @ParameterizedTest(name = "S44 {0}")
    @CsvSource(delimiter = ';', textBlock = """
            unknown component    ; uri: send:public.trial ; uri: sned:public.trial    ; 16 ; sned
            unknown option       ; key: code              ; kez: code                 ; 16 ; kez
            unknown task option  ; title: Trial           ; titel: Trial              ; 5  ; titel
            missing option       ; key: code              ; compare: true             ; 16 ; key
            missing placeholder  ; "#pronto"              ; "{{no.such.source}}"      ; 10 ; no.such.source
            missing bean         ; "#pronto"              ; "#prnto"                  ; 10 ; prnto
            other task           ; uri: task:trial        ; uri: task:trail           ; 5  ; must be task:trial
            other id             ; id: trial              ; id: trail                 ; 2  ; must be trial
            nonsense of a time   ; title: Trial           ; freshWithin: soon         ; 5  ; freshWithin
            nonsense of a mode   ; title: Trial           ; modes: SOME               ; 5  ; modes
            nonsense of words    ; title: Trial           ; changed: every 5 minuts   ; 7  ; minuts
            unknown step         ; - to:                  ; - tow:                    ; 10 ; tow
            unknown language     ; key: code              ; key: "${bean"             ; 0  ; none
            """)
    void S44_a_wrong_route_is_told_with_its_line(
            String name, String good, String bad, int line, String reason, Installation drover) throws IOException {
        String text = TRIAL.yaml();
        assertThat(text).contains(good);
        Files.writeString(root.resolve("trial.camel.yaml"), text.replace(good, bad));
        if (line == 0) {
            assertThat(check(drover)).isEmpty();
        } else {
            assertThat(check(drover))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem)
                            .startsWith("routes/trial.camel.yaml:%d: "
                                    .formatted(line)
                                    .replace("routes", root.getFileName().toString()))
                            .contains(reason)
                            .doesNotContain("Exception", "\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec:ls", "ssh:host", "scp:host", "docker:version", "groovy:script", "jms:queue"})
    void S46_components_that_run_programs_are_not_on_board_and_told_with_their_line(String uri, Installation drover)
            throws IOException {
        Files.writeString(root.resolve("trial.camel.yaml"), TRIAL.yaml().replace("send:public.trial", uri));
        assertThat(check(drover))
                .singleElement()
                .asString()
                .contains("trial.camel.yaml:16: ", uri.substring(0, uri.indexOf(':')));
    }

    @Test
    void S44_two_files_for_one_task_are_told(Installation drover) throws IOException {
        Files.writeString(root.resolve("trial.camel.yaml"), TRIAL.yaml());
        Files.writeString(root.resolve("Trial.java"), TRIAL.java("Trial"));
        assertThat(check(drover))
                .singleElement()
                .asString()
                .contains("trial.camel.yaml: Its task is defined by", "Trial.java");
    }

    @Test
    void S44_a_java_file_that_does_not_compile_is_told_with_its_line(Installation drover) throws IOException {
        Files.writeString(root.resolve("Trial.java"), TRIAL.java("Trial").replace(".routeId(", ".ruteId("));
        assertThat(check(drover))
                .singleElement()
                .asString()
                .contains("/Trial.java:")
                .contains("cannot find symbol");
    }

    /** Counts how often an object of it was made. */
    public static final class Trap {

        static final AtomicInteger MADE = new AtomicInteger();

        public Trap() {
            MADE.incrementAndGet();
        }
    }

    @Test
    void S45_checking_runs_nothing(Installation drover) throws IOException {
        Path untouched = root.resolve("made-by-a-check");
        Set<String> before = threads();
        Files.writeString(root.resolve("from-file.camel.yaml"), route("from-file", "file:" + untouched, "- stop: {}"));
        Files.writeString(
                root.resolve("to-file.camel.yaml"),
                route("to-file", "direct:x", "- to: {uri: \"file:%s\"}".formatted(untouched)));
        Files.writeString(
                root.resolve("clock.camel.yaml"),
                route("clock", "timer:tick", "- to: {uri: \"file:%s\"}".formatted(untouched)));
        Files.writeString(
                root.resolve("script.camel.yaml"),
                route(
                        "script",
                        "direct:y",
                        "- script: {expression: {simple: {expression: \"${bean:type:%s?method=toString}\"}}}"
                                .formatted(Trap.class.getName())));
        Files.writeString(
                root.resolve("loop.camel.yaml"),
                route(
                        "loop",
                        "direct:z",
                        "- loop: {doWhile: true, expression: {constant: {expression: \"true\"}}, steps: [{stop: {}}]}"));
        assertThat(check(drover)).isEmpty();

        Files.writeString(
                root.resolve("beans.camel.yaml"),
                "- beans:\n    - {name: trap, type: \"%s\"}\n".formatted(Trap.class.getName()));
        Files.writeString(
                root.resolve("object.camel.yaml"),
                route(
                        "object",
                        "direct:w",
                        "- to: {uri: \"sql:select 1\", parameters: {dataSource: \"#class:%s\"}}"
                                .formatted(Trap.class.getName())));
        assertThat(check(drover)).hasSize(2).anyMatch(problem -> problem.contains("#class:"));

        assertThat(Trap.MADE).hasValue(0);
        assertThat(untouched).doesNotExist();
        assertThat(threads()).allMatch(name -> before.contains(name) || !name.contains("timer"));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    private static String route(String id, String from, String step) {
        return """
                - route:
                    id: %s
                    description: Does something
                    from:
                      uri: %s
                      steps:
                        %s
                """.formatted(id, from, step);
    }

    @Test
    void the_reasons_are_those_of_a_reload(Installation drover) throws Exception {
        assertToldAlike(drover, TRIAL.yaml().replace("send:", "sned:"));
        assertToldAlike(drover, TRIAL.schedule("after trail").yaml());
    }

    private void assertToldAlike(Installation drover, String broken) throws Exception {
        Files.writeString(root.resolve("trial.camel.yaml"), broken);
        Path live = drover.routes().resolve("trial.camel.yaml");
        Files.writeString(live, broken);
        try {
            drover.live().reload();
            drover.live().awaitMove();
            String told = check(drover).get(0);
            assertThat(drover.live().view().problems()).contains(told.replace(root.getFileName() + "/", "routes/"));
        } finally {
            Files.delete(live);
        }
    }
}
