package io.drover.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks, before anything is written, that the columns of the rows are columns of the table. */
final class TableFit {

    /** The boolean column by which a query says that a row left the set (decision 14). */
    static final String GONE = "gone";

    /** The column by which a query tells when a row was changed last. */
    static final String STAMP = "stamp";

    private final Table table;
    private final SendOptions options;

    /** @throws SendException when a key column is not in the table */
    TableFit(Table table, SendOptions options) {
        this.table = table;
        this.options = options;
        keyColumns();
        options.truncate().forEach(this::column);
        options.within().forEach(this::column);
    }

    List<Column> keyColumns() {
        return options.key().stream().map(this::column).toList();
    }

    /** @throws SendException naming what of a query's columns does not fit */
    void check(Row.Columns source) {
        if (options.deletes()) {
            options.key().stream()
                    .filter(key -> source.indexOf(options.columns().getOrDefault(key, key)) < 0)
                    .findFirst()
                    .ifPresent(key -> {
                        throw new SendException(
                                "%s: the query does not return the key column %s".formatted(table.name(), key));
                    });
        } else {
            columnsOf(source);
        }
    }

    private Column column(String name) {
        return table.column(name)
                .orElseThrow(() -> new SendException("%s has no column %s; it has %s"
                        .formatted(
                                table.name(),
                                name,
                                table.columns().stream().map(Column::name).toList())));
    }

    /**
     * The columns a query fills, in its order.
     *
     * @throws SendException naming every column that does not fit
     */
    List<Column> columnsOf(Row.Columns source) {
        Set<String> problems = new TreeSet<>();
        List<Column> columns = new ArrayList<>();
        for (String name : source.names()) {
            if (!name.equals(GONE) && !isStampOnly(name)) {
                add(columns, targetName(name), problems);
            }
        }
        for (String key : options.key()) {
            if (columns.stream().noneMatch(column -> column.name().equals(key))) {
                problems.add("the query does not return the key column " + key);
            }
        }
        if (options.only() != SendOptions.Only.UPDATE) {
            table.columns().stream()
                    .filter(Column::required)
                    .filter(column -> !columns.contains(column))
                    .forEach(column -> problems.add(
                            "the query does not return column " + column.name() + ", which must have a value"));
        }
        if (!problems.isEmpty()) {
            throw new SendException(table.name() + ": " + String.join("; ", problems));
        }
        return columns;
    }

    /**
     * Rows that are not of one query may differ: what one of them lacks would be written as null.
     *
     * @throws SendException when the row has other columns than the first one; one that is gone needs only its key
     */
    void checkAlike(Row.Columns first, Row row) {
        List<String> names = row.columns().names();
        boolean complete = row.get(GONE) != null || names.containsAll(first.names());
        if (!complete || !first.names().containsAll(names)) {
            throw new SendException("%s: a row has the columns %s, but the first one had %s"
                    .formatted(table.name(), names, first.names()));
        }
    }

    /** A stamp that the target does not keep is for Drover alone. */
    private boolean isStampOnly(String name) {
        return name.equals(STAMP) && table.column(targetName(name)).isEmpty();
    }

    private void add(List<Column> columns, String name, Set<String> problems) {
        Column column = table.column(name).orElse(null);
        if (column == null) {
            problems.add("the table has no column " + name);
        } else if (!column.writable()) {
            problems.add("column " + name + " is generated and cannot be sent");
        } else if (columns.contains(column)) {
            problems.add("the query returns column " + name + " twice");
        } else {
            columns.add(column);
        }
    }

    private String targetName(String sourceName) {
        return options.columns().entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(sourceName))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(sourceName);
    }
}
