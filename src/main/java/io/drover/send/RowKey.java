package io.drover.send;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The key of a row. As text it reads {@code product_code=A, region=VIC}, its columns in the order of the key. A name or
 * value that holds a comma or a quote, or begins or ends with a blank, stands in double quotes, quotes inside it doubled;
 * so does a name that holds an equals sign.
 *
 * @param values by column, in the order of the key
 */
public record RowKey(Map<String, String> values) {

    public RowKey {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The key of a row whose fields stand in the order of these columns; a field that is missing is an empty value. */
    static RowKey of(List<Column> columns, List<String> key, byte[][] fields) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : key) {
            for (int i = 0; i < fields.length; i++) {
                if (columns.get(i).name().equals(name)) {
                    values.put(
                            name,
                            fields[i] == null ? "" : columns.get(i).values().text(fields[i]));
                }
            }
        }
        return new RowKey(values);
    }

    /** The text of the key; {@link #parse(String)} reads it back to the same key. */
    public String text() {
        List<String> parts = new ArrayList<>();
        values.forEach((column, value) -> parts.add(name(column) + "=" + quoted(value)));
        return String.join(", ", parts);
    }

    private static String name(String column) {
        return column.indexOf('=') >= 0 ? inQuotes(column) : quoted(column);
    }

    private static String quoted(String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.equals(text.strip());
        return plain ? text : inQuotes(text);
    }

    private static String inQuotes(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** @throws IllegalArgumentException when it is no key, with the place */
    public static RowKey parse(String text) {
        return new RowKey(new RowKeyReader(text).pairs());
    }

    /**
     * Reads a key of a table. For a key of one column the bare value will do.
     *
     * @param columns of the table's key, in their order
     * @throws IllegalArgumentException when the text is no key of these columns, saying how one is written
     */
    public static RowKey parse(String text, List<String> columns) {
        if (columns.size() == 1 && !new RowKeyReader(text).beginsWith(columns.get(0))) {
            return new RowKey(Map.of(columns.get(0), new RowKeyReader(text).bareValue()));
        }
        return named(text, columns);
    }

    /**
     * Reads a key of a table that names its columns. What is written down for later is read so: a bare value that was
     * meant for another column would pass unseen.
     *
     * @param columns of the table's key, in their order
     * @throws IllegalArgumentException when the text is no key of these columns, saying how one is written
     */
    public static RowKey named(String text, List<String> columns) {
        Map<String, String> given = new RowKeyReader(text).pairs();
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String column : columns) {
            String value = given.entrySet().stream()
                    .filter(pair -> pair.getKey().equalsIgnoreCase(column))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The key lacks %s; it is written %s".formatted(column, form(columns))));
            ordered.put(column, value);
        }
        for (String name : given.keySet()) {
            if (columns.stream().noneMatch(column -> column.equalsIgnoreCase(name))) {
                throw new IllegalArgumentException(
                        "The key has no column %s; it is written %s".formatted(name, form(columns)));
            }
        }
        if (given.size() > columns.size()) {
            throw new IllegalArgumentException(
                    "The key gives a column twice; it is written %s".formatted(form(columns)));
        }
        return new RowKey(ordered);
    }

    private static String form(List<String> columns) {
        return String.join(
                ", ", columns.stream().map(column -> name(column) + "=…").toList());
    }

    /** Whether this key has all columns and values of another: so a child's key has its parent's. */
    public boolean covers(RowKey other) {
        return values.entrySet().containsAll(other.values.entrySet());
    }
}
