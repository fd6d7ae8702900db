package io.drover.site;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The key of a row as a person writes it: {@code product_code=A, region=VIC}. */
final class RowKey {

    private final String text;
    private int at;

    private RowKey(String text) {
        this.text = text;
    }

    /**
     * Brings a key into the form in which runs know it: all columns, in the order of the send, with quotes where needed.
     *
     * @throws IllegalArgumentException saying what the key lacks or what cannot be read
     */
    static String normal(String written, List<String> columns) {
        Map<String, String> values = new RowKey(written).read();
        Map<String, String> byName = new LinkedHashMap<>();
        values.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
        boolean fits = byName.size() == columns.size()
                && columns.stream().allMatch(column -> byName.containsKey(column.toLowerCase(Locale.ROOT)));
        if (!fits) {
            throw new IllegalArgumentException("The key has the columns %s, so write it as %s"
                    .formatted(
                            String.join(", ", columns),
                            columns.stream().map(column -> column + "=…").collect(Collectors.joining(", "))));
        }
        return columns.stream()
                .map(column -> column + "=" + quoted(byName.getOrDefault(column.toLowerCase(Locale.ROOT), "")))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String value) {
        boolean isPlain = value.equals(value.strip()) && !value.contains(",") && !value.contains("\"");
        return isPlain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private Map<String, String> read() {
        Map<String, String> values = new LinkedHashMap<>();
        do {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new IllegalArgumentException("The key needs the form column=value, column=value");
            }
            String name = text.substring(at, equals).strip();
            at = equals + 1;
            if (values.put(name, value()) != null) {
                throw new IllegalArgumentException("The key names the column %s twice".formatted(name));
            }
        } while (at++ < text.length());
        return values;
    }

    /** Leaves the reader at the comma behind the value, or at the end. */
    private String value() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return quotedValue();
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String value = text.substring(at, end).strip();
        at = end;
        return value;
    }

    private String quotedValue() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                value.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else {
                int comma = text.indexOf(',', at);
                int end = comma < 0 ? text.length() : comma;
                if (!text.substring(at, end).isBlank()) {
                    throw new IllegalArgumentException("The key has text behind a closing quote");
                }
                at = end;
                return value.toString();
            }
        }
        throw new IllegalArgumentException("The key has a quote that is not closed");
    }
}
