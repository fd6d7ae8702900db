package io.drover.console;

import io.drover.send.Fate;
import io.drover.send.RunRowFilter;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a run a page shows, as its address says it. What an address says wrongly is left aside.
 *
 * @param after number of the last row of the page before; 0 = from the beginning
 */
record RowQuery(RunRowFilter filter, long after) {

    static final RowQuery ALL = new RowQuery(RunRowFilter.ALL, 0);

    static RowQuery of(RoutingContext context) {
        String place = first(context, "row");
        return new RowQuery(
                new RunRowFilter(
                        first(context, "table"),
                        fate(first(context, "fate")),
                        "true".equals(first(context, "attention")),
                        first(context, "key")),
                place != null && place.matches("[0-9]{1,9}") ? Long.parseLong(place) : 0);
    }

    private static @Nullable Fate fate(@Nullable String word) {
        try {
            return word == null ? null : Fate.of(word);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String first(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        return values.isEmpty() || values.get(0).isBlank()
                ? null
                : values.get(0).strip();
    }

    boolean isAll() {
        return filter.equals(RunRowFilter.ALL);
    }

    RowQuery of(RunRowFilter other) {
        return new RowQuery(other, 0);
    }

    RowQuery from(long row) {
        return new RowQuery(filter, row);
    }

    /** The part of an address behind the question mark; empty when nothing is chosen. */
    String text() {
        List<String> parts = new ArrayList<>();
        add(parts, "table", filter.table());
        add(parts, "fate", filter.fate() == null ? null : filter.fate().name().toLowerCase(Locale.ROOT));
        add(parts, "attention", filter.attention() ? "true" : null);
        add(parts, "key", filter.key());
        add(parts, "row", after == 0 ? null : String.valueOf(after));
        return String.join("&", parts);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + Links.segment(value));
        }
    }
}
