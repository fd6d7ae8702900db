package io.drover.send;

import static java.util.stream.Collectors.joining;

import io.drover.db.SqlProblem;
import io.drover.send.RowEncoder.UnfitValueException;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows in a temporary table of the run's transaction. They are copied in portions, so that the connection is free
 * between two of them for a source that is read over the same one, and a row the server refuses can be named by its
 * key.
 */
final class PostgresStage implements Target.Stage {

    private static final int PORTION_ROWS = 1000;
    private static final int PORTION_CHARACTERS = 256 * 1024;
    /** Cannot clash: a column of a table may have any name, but this one would be a strange choice. */
    private static final String GONE = "drover.gone";

    private static final Pattern REFUSED_LINE = Pattern.compile("COPY \\S+, line (\\d+)(?:, column ([^:]+))?");

    private final JdbcClient client;
    private final Table table;
    private final String stage;
    private final List<Column> columns;
    private final SendOptions options;
    private final RowEncoder encoder;
    private final CopyManager copy;
    private final StringBuilder portion = new StringBuilder();
    private final List<String> portionKeys = new ArrayList<>();

    private PostgresStage(
            JdbcClient client, CopyManager copy, Table table, String stage, List<Column> columns, SendOptions options) {
        this.client = client;
        this.copy = copy;
        this.table = table;
        this.stage = stage;
        this.columns = columns;
        this.options = options;
        this.encoder = new RowEncoder(options.truncate());
    }

    static PostgresStage create(
            Connection connection, JdbcClient client, int step, Table table, List<Column> columns, SendOptions options)
            throws SQLException {
        String stage = "drover_step_" + step;
        client.sql("create temporary table %s (%s, %s boolean not null) on commit drop"
                        .formatted(
                                stage,
                                columns.stream()
                                        .map(column -> quote(column.name()) + " " + column.type())
                                        .collect(joining(", ")),
                                quote(GONE)))
                .update();
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        return new PostgresStage(client, copy, table, stage, columns, options);
    }

    @Override
    public List<String> key() {
        return options.key();
    }

    @Override
    public void add(Row row, boolean gone) throws SQLException {
        String key = key(row);
        for (Column column : columns) {
            Object value = row.get(sourceName(column));
            checkKey(column, value, gone, key);
            try {
                encoder.append(portion, column, value);
            } catch (UnfitValueException e) {
                throw refused(key, column.name(), e.getMessage(), e);
            }
            portion.append('\t');
        }
        portion.append(gone ? "t\n" : "f\n");
        portionKeys.add(key);
        if (portionKeys.size() == PORTION_ROWS || portion.length() > PORTION_CHARACTERS) {
            flush();
        }
    }

    private void checkKey(Column column, @Nullable Object value, boolean gone, String key) {
        boolean parent = options.within().contains(column.name());
        boolean mayBeMissing = gone && !options.within().isEmpty() && !parent;
        if (value == null && options.key().contains(column.name()) && !mayBeMissing) {
            throw refused(key, column.name(), "is empty, but it is part of the key", null);
        }
    }

    private String sourceName(Column column) {
        return options.columns().getOrDefault(column.name(), column.name());
    }

    private String key(Row row) {
        return options.key().stream()
                .map(name -> name + "=" + row.get(options.columns().getOrDefault(name, name)))
                .collect(joining(", "));
    }

    private SendException refused(String key, String column, @Nullable String reason, @Nullable Throwable cause) {
        String message = "%s, row %s: column %s: %s".formatted(table.name(), key, column, reason);
        return cause == null ? new SendException(message) : new SendException(message, cause);
    }

    private void flush() throws SQLException {
        if (portionKeys.isEmpty()) {
            return;
        }
        try {
            copy.copyIn("copy " + stage + " from stdin", new StringReader(portion.toString()));
        } catch (SQLException e) {
            throw named(e);
        } catch (IOException e) {
            throw new SendException("Rows for " + table.name() + " could not be copied: " + e.getMessage(), e);
        }
        portion.setLength(0);
        portionKeys.clear();
    }

    /** Turns "line 17, column price" of a refused portion into the row's key. */
    private SendException named(SQLException problem) throws SQLException {
        String text = SqlProblem.describe(problem);
        Matcher line = REFUSED_LINE.matcher(text);
        if (!line.find()) {
            throw problem;
        }
        String key = portionKeys.get(Integer.parseInt(line.group(1)) - 1);
        return refused(key, line.group(2) == null ? "(any)" : line.group(2), text, problem);
    }

    @Override
    public void finish() throws SQLException {
        flush();
        client.sql("analyze " + stage).update();
        List<String> doubled = client.sql(
                        """
                select concat_ws(', ', %s) from %s where not %s
                 group by %s having count(*) > 1 order by 1 limit 3
                """
                                .formatted(
                                        each(
                                                options.key(),
                                                name -> "'" + name.replace("'", "''") + "=' || " + quote(name)),
                                        stage,
                                        quote(GONE),
                                        each(options.key(), PostgresStage::quote)))
                .query(String.class)
                .list();
        if (!doubled.isEmpty()) {
            throw new SendException("%s: the source has more than one row for key %s; a key must name one row"
                    .formatted(table.name(), String.join("; ", doubled)));
        }
    }

    @Override
    public SendCounts upsert() {
        long rows = count("select count(*) from %s s where %s".formatted(stage, living()));
        long found = count("select count(*) from %s s where %s and exists (%s)".formatted(stage, living(), twin()));
        long updated = options.only() == SendOptions.Only.INSERT ? 0 : update();
        long inserted = options.only() == SendOptions.Only.UPDATE ? 0 : insert();
        long skipped = options.only() == SendOptions.Only.UPDATE ? rows - found : 0;
        return SendCounts.upserted(rows - updated - inserted - skipped, inserted, updated, skipped);
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
                                sameKey("t"),
                                values.stream().map(PostgresStage::differs).collect(joining(" or "))))
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

    @Override
    public SendCounts remove(Mode mode, Optional<Target.Stage> parent) {
        if (options.only() != SendOptions.Only.EVERYTHING) {
            return SendCounts.NONE;
        }
        boolean whole = options.isWhole(mode);
        long named = count("select count(*) from %s s where s.%s".formatted(stage, quote(GONE)));
        long found =
                count("select count(*) from %s s where s.%s and exists (%s)".formatted(stage, quote(GONE), twin()));
        long removed = client.sql("delete from %s t where %s and not exists (select from %s s where %s and %s)"
                        .formatted(table.quotedName(), whole ? "true" : leaving(parent), stage, living(), sameKey("t")))
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
    private String leaving(Optional<Target.Stage> parent) {
        if (options.within().isEmpty()) {
            return "exists (select from %s s where s.%s and %s)".formatted(stage, quote(GONE), sameKey("t"));
        }
        String own = "exists (select from %s s where %s)".formatted(stage, same(options.within(), options.within()));
        return parent.map(PostgresStage.class::cast)
                .map(other -> "(%s or exists (select from %s s where %s))"
                        .formatted(own, other.stage, same(options.within(), other.key())))
                .orElse(own);
    }

    private static String same(List<String> targetColumns, List<String> stageColumns) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < targetColumns.size(); i++) {
            pairs.add("t." + quote(targetColumns.get(i)) + " = s." + quote(stageColumns.get(i)));
        }
        return String.join(" and ", pairs);
    }

    private String sameKey(String target) {
        return each(options.key(), name -> target + "." + quote(name) + " = s." + quote(name), " and ");
    }

    private String twin() {
        return "select from %s t where %s".formatted(table.quotedName(), sameKey("t"));
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

    private static String each(List<String> names, Function<String, String> text) {
        return each(names, text, ", ");
    }

    private static String each(List<String> names, Function<String, String> text, String between) {
        return names.stream().map(text).collect(joining(between));
    }

    @Override
    public List<String> notes() {
        return encoder.cuts().entrySet().stream()
                .map(cut -> "%s.%s: %d texts cut to the column's length"
                        .formatted(table.name(), cut.getKey(), cut.getValue()))
                .toList();
    }

    private static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
