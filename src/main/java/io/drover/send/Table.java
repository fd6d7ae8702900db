package io.drover.send;

import java.util.List;
import java.util.Optional;

/** A table of the target and its columns, in the table's order. */
record Table(String name, String quotedName, List<Column> columns) {

    Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }
}
