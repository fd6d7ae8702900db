package io.drover.send;

import java.util.List;
import java.util.Optional;

/**
 * A table of the target and its columns, in the table's order.
 *
 * @param copyable rows may be copied right into it: it is no view and has no row-level security
 */
record Table(String name, String quotedName, List<Column> columns, boolean copyable) {

    Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }
}
