package io.drover.send;

import static io.drover.send.PostgresChange.quote;
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
    private static final Pattern REFUSED_LINE = Pattern.compile("COPY \\S+, line (\\d+)(?:, column ([^:]+))?");

    private final JdbcClient client;
    private final Table table;
    private final String stage;
    private final List<Column> columns;
    private final SendOptions options;
    private final RowEncoder encoder;
    private final CopyManager copy;
    private final PostgresChange change;
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
        this.change = new PostgresChange(client, table, stage, columns, options);
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
                                quote(PostgresChange.GONE)))
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
        List<String> doubled = client.sql("""
                select concat_ws(', ', %s) from %s where not %s
                 group by %s having count(*) > 1 order by 1 limit 3
                """.formatted(
                                PostgresChange.each(
                                        options.key(), name -> "'" + name.replace("'", "''") + "=' || " + quote(name)),
                                stage,
                                quote(PostgresChange.GONE),
                                PostgresChange.each(options.key(), PostgresChange::quote)))
                .query(String.class)
                .list();
        if (!doubled.isEmpty()) {
            throw new SendException("%s: the source has more than one row for key %s; a key must name one row"
                    .formatted(table.name(), String.join("; ", doubled)));
        }
    }

    @Override
    public SendCounts upsert() {
        return change.upsert();
    }

    @Override
    public SendCounts remove(Mode mode, Optional<Target.Stage> parent) {
        return change.remove(mode, parent.map(PostgresStage.class::cast).map(other -> other.change));
    }

    @Override
    public List<String> notes() {
        return encoder.cuts().entrySet().stream()
                .map(cut -> "%s.%s: %,d texts cut to the column's length"
                        .formatted(table.name(), cut.getKey(), cut.getValue()))
                .toList();
    }
}
