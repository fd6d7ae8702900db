package io.drover.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a send brings to a table.
 *
 * @param columns in the order of its query; empty where nobody can tell
 * @param problem why they cannot be told; null when they can
 */
public record CarriedTable(
        String table, List<Column> columns, @Nullable String problem) {

    /**
     * A column of it.
     *
     * @param name as the table calls it
     * @param type as the query's database calls it
     */
    public record Column(String name, String type) {}
}
