package io.drover.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of runs and their counts as JSON, one row to a line. */
final class RunRowJson {

    /** Escaped, because a refused row may hold what is no text: half of a character pair. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private RunRowJson() {}

    static void write(RunRow row, Writer lines) throws IOException {
        // Closed without closing the lines, which go on.
        try (JsonGenerator json = JSON.createGenerator(lines).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            json.writeStringField("table", row.table());
            json.writeStringField("fate", row.fate().name());
            json.writeStringField("key", row.key());
            write(json, "before", row.before());
            write(json, "after", row.after());
            write(json, "column", row.column());
            write(json, "reason", row.reason());
            write(json, "attention", row.attention());
            json.writeEndObject();
        }
        lines.write('\n');
    }

    private static void write(JsonGenerator json, String name, Map<String, @Nullable String> values)
            throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, @Nullable String> each : values.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static RunRow read(String line) throws IOException {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        Map<String, Map<String, @Nullable String>> maps = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    maps.put(name, map(json));
                } else {
                    texts.put(name, json.getValueAsString());
                }
            }
        }
        return new RunRow(
                needed(texts, "table"),
                Fate.valueOf(needed(texts, "fate")),
                needed(texts, "key"),
                maps.getOrDefault("before", Map.of()),
                maps.getOrDefault("after", Map.of()),
                texts.get("column"),
                texts.get("reason"),
                texts.get("attention"));
    }

    private static Map<String, @Nullable String> map(JsonParser json) throws IOException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String column = json.currentName();
            json.nextToken();
            values.put(column, json.getValueAsString());
        }
        return values;
    }

    private static String needed(Map<String, @Nullable String> texts, String name) throws IOException {
        String value = texts.get(name);
        if (value == null) {
            throw new IOException("A kept row has no " + name);
        }
        return value;
    }

    static String write(List<RunRowCount> counts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (RunRowCount count : counts) {
                json.writeStartObject();
                json.writeStringField("table", count.table());
                json.writeStringField("fate", count.fate().name());
                write(json, "attention", count.attention());
                json.writeNumberField("rows", count.rows());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static List<RunRowCount> readCounts(String text) throws IOException {
        List<RunRowCount> counts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, @Nullable String> fields = map(json);
                counts.add(new RunRowCount(
                        needed(fields, "table"),
                        Fate.valueOf(needed(fields, "fate")),
                        fields.get("attention"),
                        Long.parseLong(needed(fields, "rows"))));
            }
        }
        return counts;
    }
}
