package io.drover.send;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the rows of a stage with their table and applies the differences, in SQL of the server. */
final class PostgresChange {

    /** The stage's column that says a row left the set. A table's own column would hardly have this name. */
    static final String GONE = "drover.gone";

    private final JdbcClient client;
    private final Table table;
    private final String stage;
    private final List<Column> columns;
    private final SendOptions options;

    /** @param stage name of the temporary table */
    PostgresChange(JdbcClient client, Table table, String stage, List<Column> columns, SendOptions options) {
        this.client = client;
        this.table = table;
        this.stage = stage;
        this.columns = columns;
        this.options = options;
    }

    /** Inserts what the table lacks and updates what differs; equal rows are not touched. */
    SendCounts upsert() {
        long rows = count("select count(*) from %s s where %s".formatted(stage, living()));
        long updated = options.only() == SendOptions.Only.INSERT ? 0 : update();
        long inserted = options.only() == SendOptions.Only.UPDATE ? 0 : insert();
        long skipped = options.only() == SendOptions.Only.UPDATE ? strangers() : 0;
        return SendCounts.upserted(rows - updated - inserted - skipped, inserted, updated, skipped);
    }

    private long strangers() {
        return count("select count(*) from %s s where %s and not exists (%s)".formatted(stage, living(), twin()));
    }

    private long update() {
        List<Column> values = columns.stream()
                .filter(column -> !options.key().contains(column.name()))
                .toList();
        if (values.isEmpty()) {
            return 0;
        }
        return client.sql("update %s t set %s from %s s where %s and %s and (%s)"
                        .formatted(
                                table.quotedName(),
                                values.stream()
                                        .map(column -> quote(column.name()) + " = s." + quote(column.name()))
                                        .collect(joining(", ")),
                                stage,
                                living(),
                                sameKey(),
                                values.stream().map(PostgresChange::differs).collect(joining(" or "))))
                .update();
    }

    private long insert() {
        return client.sql("insert into %s (%s) select %s from %s s where %s and not exists (%s)"
                        .formatted(
                                table.quotedName(),
                                columns.stream()
                                        .map(column -> quote(column.name()))
                                        .collect(joining(", ")),
                                columns.stream()
                                        .map(column -> "s." + quote(column.name()))
                                        .collect(joining(", ")),
                                stage,
                                living(),
                                twin()))
                .update();
    }

    /**
     * Removes the rows that are not part of the set.
     *
     * @param parent the send of the rows' parents
     * @throws SendException when the guard forbids it
     */
    SendCounts remove(Mode mode, Optional<PostgresChange> parent) {
        if (options.only() != SendOptions.Only.EVERYTHING) {
            return SendCounts.NONE;
        }
        boolean whole = options.isWhole(mode);
        long named = count("select count(*) from %s s where s.%s".formatted(stage, quote(GONE)));
        long found =
                count("select count(*) from %s s where s.%s and exists (%s)".formatted(stage, quote(GONE), twin()));
        long removed = client.sql("delete from %s t where %s and not exists (select from %s s where %s and %s)"
                        .formatted(table.quotedName(), whole ? "true" : leaving(parent), stage, living(), sameKey()))
                .update();
        if (options.guarded()) {
            Guard.check(
                    table.name(),
                    removed,
                    whole && count("select count(*) from %s s where %s".formatted(stage, living())) == 0,
                    () -> count("select count(*) from " + table.quotedName()));
        }
        return SendCounts.removed(removed, named - found);
    }

    /** Which rows of the target a Changed run decides about: the named ones, or all of the named parents. */
    private String leaving(Optional<PostgresChange> parent) {
        if (options.within().isEmpty()) {
            return "exists (select from %s s where s.%s and %s)".formatted(stage, quote(GONE), sameKey());
        }
        String own = "exists (select from %s s where %s)".formatted(stage, same(options.within(), options.within()));
        return parent.map(other -> "(%s or exists (select from %s s where %s))"
                        .formatted(own, other.stage, same(options.within(), other.options.key())))
                .orElse(own);
    }

    private static String same(List<String> targetColumns, List<String> stageColumns) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < targetColumns.size(); i++) {
            pairs.add("t." + quote(targetColumns.get(i)) + " = s." + quote(stageColumns.get(i)));
        }
        return String.join(" and ", pairs);
    }

    private String sameKey() {
        return same(options.key(), options.key());
    }

    private String twin() {
        return "select from %s t where %s".formatted(table.quotedName(), sameKey());
    }

    private static String living() {
        return "not s." + quote(GONE);
    }

    private static String differs(Column column) {
        String cast = column.comparable() ? "" : "::text";
        String name = quote(column.name());
        return "t." + name + cast + " is distinct from s." + name + cast;
    }

    private long count(String sql) {
        return client.sql(sql).query(Long.class).single();
    }

    static String each(List<String> names, Function<String, String> text) {
        return names.stream().map(text).collect(joining(", "));
    }

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
