package io.drover.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code openapi.yaml}, to hold answers against it: what it does not name, an answer may not have, so that it tells all.
 * Of OpenAPI 3.0 it knows what that file uses.
 */
final class Description {

    private final JsonObject root;

    @SuppressWarnings("unchecked")
    Description() {
        try {
            Object read = new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(Path.of("src/main/resources/openapi.yaml")));
            this.root = new JsonObject((Map<String, Object>) read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code GET /sites}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        root.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .fieldNames().stream()
                                .filter(method -> !method.equals("parameters"))
                                .forEach(method ->
                                        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** The media type of an answer of this status; fails where the description has none. */
    JsonObject content(String operation, int status, String type) {
        String method = operation.substring(0, operation.indexOf(' ')).toLowerCase(Locale.ROOT);
        String path = operation.substring(operation.indexOf(' ') + 1);
        JsonObject responses = root.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(method)
                .getJsonObject("responses");
        JsonObject response = responses.getJsonObject(String.valueOf(status));
        if (response == null) {
            throw new AssertionError(
                    "%s does not name the status %d, only %s".formatted(operation, status, responses.fieldNames()));
        }
        JsonObject content = resolved(response).getJsonObject("content");
        String plain = type.replaceFirst(";.*", "");
        if (!content.containsKey(plain)) {
            throw new AssertionError("%s answers %d with %s".formatted(operation, status, plain));
        }
        return content.getJsonObject(plain);
    }

    /** @throws AssertionError naming what in the value is not as the schema says */
    void check(String operation, JsonObject schema, Object value) {
        Validator validator = Validator.create(
                JsonSchema.of(strict(schema)),
                new JsonSchemaOptions()
                        .setBaseUri("app://drover")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
        OutputUnit found = validator.validate(value);
        if (!found.getValid()) {
            throw new AssertionError("%s: %s in %s".formatted(operation, found.getErrors(), value));
        }
    }

    JsonObject schema(String name) {
        return root.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private JsonObject resolved(JsonObject node) {
        if (!node.containsKey("$ref")) {
            return node;
        }
        JsonObject at = root;
        for (String step : node.getString("$ref").substring(2).split("/", -1)) {
            at = at.getJsonObject(step);
        }
        return at;
    }

    /** The schema without references, in the words of JSON Schema, open to nothing that it does not name. */
    private JsonObject strict(JsonObject given) {
        JsonObject node = merged(resolved(given));
        boolean isNullable = node.getBoolean("nullable", false);
        node.remove("nullable");
        if (node.containsKey("properties")) {
            JsonObject properties = new JsonObject();
            node.getJsonObject("properties")
                    .forEach(each -> properties.put(each.getKey(), strict((JsonObject) each.getValue())));
            node.put("properties", properties);
            if (!node.containsKey("additionalProperties")) {
                node.put("additionalProperties", false);
            }
        }
        for (String inner : Set.of("items", "additionalProperties")) {
            if (node.getValue(inner) instanceof JsonObject schema) {
                node.put(inner, strict(schema));
            }
        }
        for (String choice : Set.of("oneOf", "anyOf")) {
            if (node.containsKey(choice)) {
                JsonArray all = new JsonArray();
                node.getJsonArray(choice).forEach(each -> all.add(strict((JsonObject) each)));
                node.put(choice, all);
            }
        }
        return isNullable
                ? new JsonObject().put("anyOf", new JsonArray().add(node).add(new JsonObject().put("type", "null")))
                : node;
    }

    /** All of several schemas as one. */
    private JsonObject merged(JsonObject given) {
        JsonObject node = given.copy();
        JsonArray parts = node.getJsonArray("allOf");
        node.remove("allOf");
        if (parts != null) {
            for (Object each : parts) {
                JsonObject part = merged(resolved((JsonObject) each));
                JsonArray required = node.getJsonArray("required", new JsonArray())
                        .addAll(part.getJsonArray("required", new JsonArray()));
                node.mergeIn(part, true);
                if (!required.isEmpty()) {
                    node.put("required", required);
                }
            }
        }
        return node;
    }
}
