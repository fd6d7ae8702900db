package io.drover.send;

import static java.util.stream.Collectors.joining;

import io.drover.db.AskedQuery;
import io.drover.send.value.Wire;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The query of a source in PostgreSQL, asked in two other ways: for the keys and hashes of its rows, and for those of its
 * rows that have given keys. Belongs to the run's thread.
 */
final class HashedSource {

    /** A query that takes longer until its first row works for it, and would do so each time it is asked. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** For so many keys the source is asked at first, … */
    private static final int FIRST_ASKED = 2_000;
    /** … and for so many at most at once. */
    private static final int MOST_ASKED = 50_000;

    private final AskedQuery query;
    private final Row.Columns found;
    private final SendOptions options;
    private final List<Column> columns;
    private final KeyOrder key;
    private final RowHash hash;
    private final Connection target;
    private final int fetchRows;

    private HashedSource(
            AskedQuery query,
            Row.Columns found,
            SendOptions options,
            List<Column> columns,
            KeyOrder key,
            RowHash hash,
            Connection target,
            int fetchRows) {
        this.query = query;
        this.found = found;
        this.options = options;
        this.columns = columns;
        this.key = key;
        this.hash = hash;
        this.target = target;
        this.fetchRows = fetchRows;
    }

    /**
     * @param columns of the target's rows
     * @param key which of them are the key
     * @param target the connection to the target
     * @return null where the source and the target cannot be asked for hashes that can be compared
     */
    static @Nullable HashedSource of(
            RowStream rows, SendOptions options, List<Column> columns, KeyOrder key, Connection target, int fetchRows)
            throws SQLException {
        AskedQuery query = rows.query();
        Row.Columns found = rows.columns();
        if (query == null
                || found == null
                || !query.canBeAskedAgain()
                || query.untilFirstRow().compareTo(SOON) > 0) {
            return null;
        }
        RowHash hash = RowHash.of(found, columns, key, column -> position(found, options, column));
        return hash != null && query.connection() != target && RowHash.isSame(query.connection(), target)
                ? new HashedSource(query, found, options, columns, key, hash, target, fetchRows)
                : null;
    }

    private static int position(Row.Columns found, SendOptions options, Column column) {
        return found.indexOf(options.columns().getOrDefault(column.name(), column.name()));
    }

    /** Of the rows of both sides. */
    RowHash hash() {
        return hash;
    }

    private int position(Column column) {
        return position(found, options, column);
    }

    /** Each row has the columns of its key, {@code gone} and {@code stamp} where the query has them, and the hash. */
    RowStream hashes() {
        String selected = IntStream.concat(
                        IntStream.of(key.positions()).map(i -> position(columns.get(i))),
                        IntStream.of(found.indexOf(TableFit.GONE), found.indexOf(TableFit.STAMP)))
                .distinct()
                .filter(position -> position >= 0)
                .mapToObj(this::named)
                .collect(joining(", "));
        String hashed = hash.sql(this::name) + " as " + PostgresTable.quote(RowHash.COLUMN.name());
        return read(List.of(() -> around(selected + ", " + hashed, "")));
    }

    /**
     * The rows that have one of these keys, in the order of the keys. They are asked for in portions, few at first, so that
     * the first ones are worked on while the others are read.
     *
     * @param keys rows of the target's columns, of which only those of the key are looked at; no key is there twice
     */
    RowStream whole(List<byte[][]> keys) {
        List<QueryRows.Question> portions = new ArrayList<>();
        int to;
        for (int from = 0; from < keys.size(); from = to) {
            to = Math.min(keys.size(), from + Math.min(MOST_ASKED, Math.max(FIRST_ASKED, from)));
            List<byte[][]> portion = keys.subList(from, to);
            portions.add(() -> having(portion));
        }
        return read(portions);
    }

    private PreparedStatement having(List<byte[][]> keys) throws SQLException {
        // The last condition lets an index help; the first leaves out what only a collation calls equal.
        String condition = "join unnest(%s) with ordinality k(%s, n) on %s where %s order by k.n"
                .formatted(
                        key(", ", (i, column) -> "?::text[]"),
                        key(", ", (i, column) -> "k" + i),
                        key(
                                " and ",
                                (i, column) -> "%s%s = k.k%d::%s%s"
                                        .formatted(
                                                name(column), collation(column), i, type(column), collation(column))),
                        key(" and ", (i, column) -> "%s = any(?::text[]::%s[])".formatted(name(column), type(column))));
        PreparedStatement statement = around(all(this::named), condition);
        int parameter = query.parameters();
        for (int time = 0; time < 2; time++) {
            for (int i : key.positions()) {
                statement.setArray(++parameter, texts(keys, i));
            }
        }
        return statement;
    }

    private PreparedStatement around(String selected, String condition) throws SQLException {
        return query.again("select " + selected + " from (", ") q(%s) %s".formatted(all(i -> "c" + i), condition));
    }

    private RowStream read(List<QueryRows.Question> questions) {
        RowStream rows = RowStream.of(new QueryRows(questions, fetchRows), options.table());
        rows.readAhead(target, fetchRows);
        return rows;
    }

    private Array texts(List<byte[][]> keys, int i) throws SQLException {
        Object[] texts =
                keys.stream().map(row -> columns.get(i).values().text(row[i])).toArray();
        return query.connection().createArrayOf("text", texts);
    }

    private String all(IntFunction<String> text) {
        return IntStream.range(0, found.names().size()).mapToObj(text).collect(joining(", "));
    }

    private String key(String between, BiFunction<Integer, Column, String> text) {
        return IntStream.of(key.positions())
                .mapToObj(i -> text.apply(i, columns.get(i)))
                .collect(joining(between));
    }

    private String name(Column column) {
        return name(position(column));
    }

    private static String name(int position) {
        return "q.c" + position;
    }

    /** With the name that the query gives it. */
    private String named(int position) {
        return name(position) + " as " + PostgresTable.quote(found.names().get(position));
    }

    private static String type(Column column) {
        return RowHash.isBlankPadded(column)
                ? column.type()
                : column.values().wire().postgresType();
    }

    private static String collation(Column column) {
        return column.values().wire() == Wire.TEXT ? " collate \"C\"" : "";
    }
}
