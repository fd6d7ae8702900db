package io.drover.console;

import io.drover.send.RunRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column of a changed row.
 *
 * @param before null where the row had no such column, as an inserted one has none
 * @param after null where it has none now
 */
public record RowChange(
        String column, @Nullable RowValue before, @Nullable RowValue after) {

    static List<RowChange> of(RunRow row) {
        Set<String> columns = new LinkedHashSet<>(row.before().keySet());
        columns.addAll(row.after().keySet());
        List<RowChange> changes = new ArrayList<>();
        columns.forEach(
                column -> changes.add(new RowChange(column, value(row.before(), column), value(row.after(), column))));
        return List.copyOf(changes);
    }

    private static @Nullable RowValue value(Map<String, @Nullable String> values, String column) {
        return values.containsKey(column) ? RowValue.of(values.get(column)) : null;
    }
}
