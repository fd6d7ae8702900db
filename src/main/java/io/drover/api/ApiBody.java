package io.drover.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.drover.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the body of a request: one JSON object whose fields are texts, or true or false, and nothing else. Whatever is not exactly that is
 * refused, so that a misspelt field is never silently without effect.
 */
final class ApiBody {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ApiBody() {}

    /** @return the fields by name; empty for a request without a body */
    static Map<String, String> read(RoutingContext context, Endpoint endpoint) {
        MultiMap headers = context.request().headers();
        String length = headers.get("Content-Length");
        if (!headers.contains("Transfer-Encoding") && (length == null || length.equals("0"))) {
            return Map.of();
        }
        if (headers.contains("Content-Encoding") || !isJson(headers.get("Content-Type"))) {
            throw new Problem(415, "The body must be application/json in UTF-8, not compressed").exception();
        }
        Buffer body = context.body().buffer();
        return body == null ? Map.of() : parse(text(body), endpoint);
    }

    private static boolean isJson(@org.jspecify.annotations.Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
        return type.equals("application/json") || type.equals("application/json;charset=utf-8");
    }

    private static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Problem(400, "The body is not UTF-8").exception();
        }
    }

    private static Map<String, String> parse(String text, Endpoint endpoint) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Problem(400, "The body must be a JSON object").exception();
            }
            Map<String, String> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = name(parser, endpoint);
                fields.put(name, endpoint.flags().contains(name) ? flag(parser) : value(parser));
            }
            if (parser.nextToken() != null) {
                throw new Problem(400, "The body has more than one JSON object").exception();
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new Problem(
                            400,
                            "The body is not JSON: "
                                    + e.getOriginalMessage().lines().findFirst().orElse(""))
                    .exception();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(JsonParser parser, Endpoint endpoint) throws IOException {
        Set<String> known = new TreeSet<>(endpoint.fields());
        known.addAll(endpoint.flags());
        String name = parser.currentName();
        if (!known.contains(name)) {
            String detail = known.isEmpty()
                    ? "This request takes no fields"
                    : "This request takes no such field; it takes " + String.join(", ", known);
            throw new Problem(400, detail).with("field", name).exception();
        }
        return name;
    }

    private static String flag(JsonParser parser) throws IOException {
        String name = parser.currentName();
        return switch (parser.nextToken()) {
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            default ->
                throw new Problem(400, "%s must be true or false".formatted(name))
                        .with("field", name)
                        .exception();
        };
    }

    private static String value(JsonParser parser) throws IOException {
        String name = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new Problem(400, "%s must be a text".formatted(name))
                    .with("field", name)
                    .exception();
        }
        String value = parser.getText();
        if (!PlainText.isStorable(value)) {
            throw new Problem(400, "%s holds a character that cannot be kept".formatted(name))
                    .with("field", name)
                    .exception();
        }
        return value;
    }
}
