package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A row of a run as a person reads it in a terminal. */
final class RowWords {

    private RowWords() {}

    /** What became of it: its columns before and after, or why it was refused or held. */
    static String change(JsonObject row) {
        String reason = row.getString("reason");
        if (reason != null) {
            String column = row.getString("column");
            return column == null ? reason : column + ": " + reason;
        }
        JsonObject before = row.getJsonObject("before");
        JsonObject now = row.getJsonObject("after");
        return columns(before, now).stream()
                .map(column -> "%s %s → %s".formatted(column, value(before, column), value(now, column)))
                .collect(Collectors.joining(", "));
    }

    /** The columns of either, in their order. */
    static Set<String> columns(JsonObject one, JsonObject other) {
        Set<String> columns = new LinkedHashSet<>(one.fieldNames());
        columns.addAll(other.fieldNames());
        return columns;
    }

    /** A dash where the row was not there, a word where the database has null. */
    static String value(JsonObject values, String column) {
        return values.containsKey(column) ? Objects.requireNonNullElse(values.getString(column), "null") : "—";
    }
}
