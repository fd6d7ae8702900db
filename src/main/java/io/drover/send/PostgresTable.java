package io.drover.send;

import static java.util.stream.Collectors.joining;

import io.drover.send.value.ValueType;
import io.drover.send.value.Wire;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * A table in PostgreSQL. Rows are read in binary form through a cursor and written by binary COPY: right into the table
 * where that is all there is to do, else into a temporary table of one portion.
 */
final class PostgresTable implements TargetTable {

    private final Connection connection;
    private final int fetchRows;
    private final Table table;
    private final List<Column> columns;
    private final List<String> key;
    private final String portion;
    private final boolean direct;
    private boolean ready;

    /**
     * @param fetchRows how many rows are read at once
     * @param step number of the send in its run
     */
    PostgresTable(Connection connection, int fetchRows, Table table, List<Column> columns, List<String> key, int step) {
        this.connection = connection;
        this.fetchRows = fetchRows;
        this.table = table;
        this.columns = columns;
        this.key = key;
        this.portion = "drover_portion_" + step;
        this.direct = table.copyable() && columns.stream().allMatch(Column::direct);
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public int fetchRows() {
        return fetchRows;
    }

    @Override
    public boolean isEmpty() throws SQLException {
        return number("select case when exists (select from " + table.quotedName() + ") then 0 else 1 end") == 1;
    }

    @Override
    public long count() throws SQLException {
        return number("select count(*) from " + table.quotedName());
    }

    @Override
    public long estimatedCount() throws SQLException {
        return number("select greatest(reltuples, 0)::bigint from pg_class where oid = '%s'::regclass"
                .formatted(table.quotedName().replace("'", "''")));
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public Cursor all(KeyOrder order, boolean byBytes) throws SQLException {
        return all(each(this::selected), columns, order, byBytes);
    }

    @Override
    public Cursor hashes(KeyOrder order, boolean byBytes, RowHash hash) throws SQLException {
        String key = IntStream.of(order.positions()).mapToObj(this::selected).collect(joining(", "));
        String hashed = hash.sql(column -> "t." + quote(column.name()));
        return all(key + ", " + hashed, RowHash.columns(columns, order), order, byBytes);
    }

    private Cursor all(String selected, List<Column> fields, KeyOrder order, boolean byBytes) throws SQLException {
        String by = IntStream.of(order.positions())
                .mapToObj(i -> ordered(columns.get(i), byBytes))
                .collect(joining(", "));
        PreparedStatement statement =
                binary("select %s from %s t order by %s".formatted(selected, table.quotedName(), by));
        statement.setFetchSize(fetchRows);
        return new PostgresCursor(statement, fields);
    }

    private static String ordered(Column column, boolean byBytes) {
        String name = "t." + quote(column.name());
        if (!column.direct()) {
            return name + "::text collate \"C\"";
        }
        return byBytes && column.values().wire() == Wire.TEXT ? name + " collate \"C\"" : name;
    }

    private String selected(int i) {
        Column column = columns.get(i);
        return "t." + quote(column.name()) + (column.direct() ? "" : "::text");
    }

    private PreparedStatement binary(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
        return statement;
    }

    @Override
    public List<byte[][]> matching(int[] positions, List<byte[][]> keys) throws SQLException {
        String sql = "select %s from %s t join %s"
                .formatted(each(this::selected), table.quotedName(), keysAsTable(positions));
        List<byte[][]> rows = new ArrayList<>();
        PreparedStatement statement = binary(sql);
        setKeys(statement, positions, keys);
        try (PostgresCursor reader = new PostgresCursor(statement, columns)) {
            for (byte[][] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        rows.sort(new KeyOrder(columns, positions));
        return rows;
    }

    /** The keys as arrays of texts, cast to the columns' types, so that an index helps. */
    private String keysAsTable(int[] positions) {
        return "unnest(%s) k(%s) on %s"
                .formatted(
                        IntStream.of(positions).mapToObj(i -> "?::text[]").collect(joining(", ")),
                        IntStream.of(positions).mapToObj(i -> "k" + i).collect(joining(", ")),
                        IntStream.of(positions)
                                .mapToObj(i -> isSame(
                                        columns.get(i),
                                        "k.k" + i + "::" + columns.get(i).type()))
                                .collect(joining(" and ")));
    }

    /** What the server calls equal may still be another row: "A" is equal to "a" where a collation says so. */
    private static String isSame(Column column, String value) {
        String name = "t." + quote(column.name());
        String equal = name + " = " + value;
        return column.exact() ? equal : "%s and %s::text collate \"C\" = (%s)::text".formatted(equal, name, value);
    }

    private void setKeys(PreparedStatement statement, int[] positions, List<byte[][]> keys) throws SQLException {
        int parameter = 1;
        for (int position : positions) {
            ValueType type = columns.get(position).values();
            statement.setArray(
                    parameter++,
                    texts(keys.stream()
                            .map(row -> row[position] == null ? null : type.text(row[position]))
                            .toArray(String[]::new)));
        }
    }

    private Array texts(@Nullable String[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    @Override
    public List<@Nullable String> asStored(Column column, List<@Nullable String> values) throws SQLException {
        ServerText type = new ServerText(column);
        type.check(values);
        List<@Nullable String> stored = new ArrayList<>(values.size());
        try (PreparedStatement statement = connection.prepareStatement(type.query())) {
            statement.setArray(1, texts(values.toArray(String[]::new)));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    if (!result.getBoolean(2)) {
                        throw type.lossOf(values.get(stored.size()), result.getString(1));
                    }
                    stored.add(result.getString(1));
                }
            }
        }
        return stored;
    }

    @Override
    public void makeReady() throws SQLException {
        if (!ready) {
            execute("create temporary table %s (%s) on commit drop"
                    .formatted(
                            portion,
                            each(i -> "c" + i + " "
                                    + (columns.get(i).direct() ? columns.get(i).type() : "text"))));
            ready = true;
        }
    }

    @Override
    public void insert(List<byte[][]> rows) throws SQLException {
        if (direct) {
            copy(names(), rows);
            return;
        }
        fillPortion(rows);
        execute("insert into %s select %s from %s s".formatted(names(), each(this::fromPortion), portion));
    }

    @Override
    public @Nullable Load load() throws SQLException {
        return direct ? copyInto(names()) : null;
    }

    /** The table with the columns of a row, as a statement that writes names them. */
    private String names() {
        return "%s (%s)"
                .formatted(table.quotedName(), each(i -> quote(columns.get(i).name())));
    }

    @Override
    public int update(List<byte[][]> rows) throws SQLException {
        fillPortion(rows);
        return execute("update %s t set %s from %s s where %s"
                .formatted(
                        table.quotedName(),
                        IntStream.range(0, columns.size())
                                .filter(i -> !key.contains(columns.get(i).name()))
                                .mapToObj(i -> quote(columns.get(i).name()) + " = " + fromPortion(i))
                                .collect(joining(", ")),
                        portion,
                        IntStream.range(0, columns.size())
                                .filter(i -> key.contains(columns.get(i).name()))
                                .mapToObj(i -> isSame(columns.get(i), fromPortion(i)))
                                .collect(joining(" and "))));
    }

    private String fromPortion(int i) {
        Column column = columns.get(i);
        return "s.c" + i + (column.direct() ? "" : "::" + column.type());
    }

    private void fillPortion(List<byte[][]> rows) throws SQLException {
        makeReady();
        execute("truncate " + portion);
        copy(portion, rows);
    }

    private void copy(String into, List<byte[][]> rows) throws SQLException {
        try (Load load = copyInto(into)) {
            for (byte[][] row : rows) {
                load.add(row);
            }
            load.end();
        }
    }

    private Load copyInto(String into) throws SQLException {
        return new BinaryCopy(
                connection.unwrap(PGConnection.class).getCopyAPI(), "copy " + into + " from stdin (format binary)");
    }

    @Override
    public int remove(List<byte[][]> keys) throws SQLException {
        int[] positions = keyPositions();
        String join = keysAsTable(positions);
        int on = join.lastIndexOf(" on ");
        try (PreparedStatement statement = connection.prepareStatement("delete from %s t using %s where %s"
                .formatted(table.quotedName(), join.substring(0, on), join.substring(on + 4)))) {
            setKeys(statement, positions, keys);
            return statement.executeUpdate();
        }
    }

    private int[] keyPositions() {
        return IntStream.range(0, columns.size())
                .filter(i -> key.contains(columns.get(i).name()))
                .toArray();
    }

    @Override
    public List<Whole> whole(List<byte[][]> keys) throws SQLException {
        int[] positions = keyPositions();
        List<Column> all = table.columns().stream().filter(Column::writable).toList();
        String sql = "select %s, %s from %s t join %s"
                .formatted(
                        IntStream.of(positions).mapToObj(this::selected).collect(joining(", ")),
                        all.stream()
                                .map(column -> "left(t.%s::text, %d)"
                                        .formatted(quote(column.name()), RunRow.MOST_CHARACTERS + 1))
                                .collect(joining(", ")),
                        table.quotedName(),
                        keysAsTable(positions));
        List<Whole> rows = new ArrayList<>();
        PreparedStatement statement = binary(sql);
        setKeys(statement, positions, keys);
        List<Column> keyColumns = IntStream.of(positions).mapToObj(columns::get).toList();
        try (PostgresCursor reader = new PostgresCursor(statement, keyColumns)) {
            for (byte[][] found = reader.next(); found != null; found = reader.next()) {
                byte[][] fields = new byte[columns.size()][];
                for (int i = 0; i < positions.length; i++) {
                    fields[positions[i]] = found[i];
                }
                Map<String, @Nullable String> values = new LinkedHashMap<>();
                for (int i = 0; i < all.size(); i++) {
                    values.put(all.get(i).name(), reader.text(positions.length + i));
                }
                rows.add(new Whole(fields, values));
            }
        }
        return rows;
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private String each(IntFunction<String> text) {
        return IntStream.range(0, columns.size()).mapToObj(text).collect(joining(", "));
    }

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
