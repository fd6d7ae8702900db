package io.drover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.Installation;
import io.drover.config.SiteSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every shipped route file passes what {@code drover validate} checks, with real databases. */
@ExtendWith(Installation.Shared.class)
class ShippedRoutesTest {

    @Test
    void shipped_route_files_are_well(Installation drover) {
        for (SiteSettings site : drover.server().settings().sites()) {
            try (RouteCheck check = new RouteCheck(site, Path.of("routes").toAbsolutePath())) {
                assertThat(check.problems(true)).isEmpty();
            }
        }
    }

    @Test
    void an_option_may_be_called_like_a_language() {
        assertThat(RouteForm.problems("a.camel.yaml", """
                        - route:
                            id: a
                            description: d
                            from:
                              uri: task:a
                              steps:
                                - to:
                                    uri: bean:prices
                                    parameters: {method: round}
                        """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            - route: {id: a, from: {uri: task:a, steps: []}}                      ; The route needs 'description'
            - from: {uri: task:a, steps: []}                                      ; The entry is '- route:'
            - route: {id: a, description: d, from: {uri: "task:a?title=x", steps: []}} ; Options stand under 'parameters:'
            - route: {id: a, description: d, from: {uri: task:a, steps: [{log: hello}]}} ; A step has one name with its options
            - route: {id: a, description: d, from: {uri: task:a, steps: [{setBody: {simple: x}}]}} ; Write 'expression:'
            - route: {id: a, description: d, from: {uri: task:a, steps: [{stop: {}}, {stop: {}}, {stop: {}}, {stop: {}}, {stop: {}}, {stop: {}}, {stop: {}}, {stop: {}}]}} ; The route has 8 steps
            """)
    void other_forms_are_told_with_their_line(String text, String problem) {
        assertThat(RouteForm.problems("a.camel.yaml", text))
                .anyMatch(each -> each.text().startsWith("a.camel.yaml:1: ")
                        && each.reason().startsWith(problem));
    }
}
