package io.drover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/routes.md lists the options of {@code task:}, {@code csv:}, {@code command:}, {@code mail:} and {@code send:} as the components' own metadata has them. */
class RouteOptionsDocTest {

    /** Options that every Camel component has. */
    private static final Set<String> CAMELS_OWN =
            Set.of("lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    @ParameterizedTest
    @ValueSource(strings = {"task", "send", "csv", "command", "mail"})
    void options_are_documented(String component) throws IOException {
        String page = Files.readString(Path.of("docs/routes.md"));
        JsonObject options = metadata(component).getJsonObject("properties");
        assertThat(options.size()).isGreaterThan(2);
        for (String name : options.fieldNames()) {
            JsonObject option = options.getJsonObject(name);
            if (!CAMELS_OWN.contains(name) && !option.getString("kind").equals("path")) {
                assertThat(page).contains("| `%s` | ".formatted(name));
                assertThat(page).contains(option.getString("description").replaceAll("\\.$", ""));
                if (option.containsKey("defaultValue")) {
                    assertThat(page).contains("| `%s` | `%s` |".formatted(name, option.getValue("defaultValue")));
                }
            }
        }
    }

    private static JsonObject metadata(String component) throws IOException {
        String resource = "/META-INF/io/drover/%s/%s.json".formatted(component, component);
        try (InputStream in = RouteOptionsDocTest.class.getResourceAsStream(resource)) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
