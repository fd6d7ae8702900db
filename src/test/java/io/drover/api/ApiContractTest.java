package io.drover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the description says and what the server does are one list of paths and parameters. */
@ExtendWith(io.drover.Installation.Shared.class)
class ApiContractTest {

    @Test
    void the_description_names_exactly_the_paths_and_parameters_there_are(io.drover.Installation drover)
            throws IOException {
        ApiRoutes routes = new ApiRoutes(
                drover.server().sites(),
                drover.server().runs(),
                drover.server().today(),
                drover.server().alerts(),
                Clock.systemUTC(),
                ZoneOffset.UTC);
        Map<String, Set<String>> served = new TreeMap<>();
        for (Endpoint endpoint : routes.endpoints()) {
            Set<String> names = new TreeSet<>(endpoint.query());
            names.addAll(endpoint.fields());
            names.addAll(endpoint.flags());
            served.put(endpoint.method().name() + " " + endpoint.path().replaceAll(":([a-z]+)", "{$1}"), names);
        }

        assertThat(described()).isEqualTo(served);
    }

    @Test
    void the_page_about_the_api_has_a_line_for_each_operation() throws IOException {
        Set<String> listed = Pattern.compile("^\\| `([A-Z]+ /[^`]*)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/api.md")))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(described().keySet());
    }

    private static Map<String, Set<String>> described() throws IOException {
        Map<String, Object> root = object(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("src/main/resources/openapi.yaml"))));
        Map<String, Set<String>> described = new TreeMap<>();
        object(root.get("paths"))
                .forEach((path, operations) -> object(operations).forEach((method, operation) -> {
                    if (!method.equals("parameters")) {
                        described.put(method.toUpperCase(Locale.ROOT) + " " + path, names(root, object(operation)));
                    }
                }));
        return described;
    }

    private static Set<String> names(Map<String, Object> root, Map<String, Object> operation) {
        List<Object> parameters = new ArrayList<>((List<?>) operation.getOrDefault("parameters", List.of()));
        Set<String> names = parameters.stream()
                .map(each -> resolved(root, object(each)))
                .filter(parameter -> !"header".equals(parameter.get("in")))
                .map(parameter -> String.valueOf(parameter.get("name")))
                .collect(Collectors.toCollection(TreeSet::new));
        if (operation.containsKey("requestBody")) {
            Map<String, Object> body = resolved(root, object(operation.get("requestBody")));
            Map<String, Object> json = object(object(body.get("content")).get("application/json"));
            names.addAll(object(object(json.get("schema")).get("properties")).keySet());
        }
        return names;
    }

    private static Map<String, Object> resolved(Map<String, Object> root, Map<String, Object> node) {
        if (!node.containsKey("$ref")) {
            return node;
        }
        Map<String, Object> at = root;
        for (String step : String.valueOf(node.get("$ref")).substring(2).split("/", -1)) {
            at = object(at.get(step));
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object node) {
        return (Map<String, Object>) node;
    }
}
