package io.drover.send;

import static java.util.stream.Collectors.joining;

import io.drover.db.MariaDb;
import io.drover.db.RunConnections;
import io.drover.db.Vendor;
import io.drover.send.value.Wire;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table in MariaDB. Rows are inserted many at a time; changed and removed one by one, each by its exact key, in batches
 * that the driver sends without waiting for each answer.
 */
final class MariaTable implements TargetTable {

    /** From a thousand on the server would make a table of them, with other rules for what is equal. */
    private static final int KEYS_TOGETHER = 500;
    /** A stop ends the statement that runs, and has to wait for the rest of its batch. */
    private static final int ROWS_TOGETHER = 250;

    private static final int BYTES_TOGETHER = 1 << 20;
    /** A statement takes no more than this besides the values of a row. */
    private static final int STATEMENT_BYTES = 1 << 16;
    /** SQLSTATE of a value that is too long. */
    private static final String TOO_LONG = "22001";

    private final Connection connection;
    private final Table table;
    private final List<Column> columns;
    private final List<MariaForm> forms;
    private final int[] key;
    private final int[] rest;
    private final long greatestPacket;

    MariaTable(Connection connection, Table table, List<Column> columns, List<String> key) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.columns = columns;
        this.forms = columns.stream().map(MariaForm::new).toList();
        this.key = positions(column -> key.contains(column.name()));
        this.rest = positions(column -> !key.contains(column.name()));
        this.greatestPacket = number("select @@max_allowed_packet");
    }

    private int[] positions(Predicate<Column> wanted) {
        return IntStream.range(0, columns.size())
                .filter(i -> wanted.test(columns.get(i)))
                .toArray();
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
    public boolean isEmpty() throws SQLException {
        return number("select exists (select 1 from %s)".formatted(table.quotedName())) == 0;
    }

    @Override
    public long count() throws SQLException {
        return number("select count(*) from " + table.quotedName());
    }

    @Override
    public long estimatedCount() throws SQLException {
        String name = table.name();
        int dot = name.indexOf('.');
        try (PreparedStatement statement = connection.prepareStatement("""
                select coalesce(max(table_rows), 0) from information_schema.tables
                 where table_schema = coalesce(?, database()) and table_name = ?
                """)) {
            statement.setString(1, dot < 0 ? null : name.substring(0, dot));
            statement.setString(2, name.substring(dot + 1));
            return number(statement.executeQuery());
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return number(statement.executeQuery(sql));
        }
    }

    private static long number(ResultSet result) throws SQLException {
        try (result) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public int fetchRows() {
        return RunConnections.FETCH_ROWS;
    }

    /** The driver keeps one result open at a time; what is written meanwhile makes it load the rest of the rows. */
    @Override
    public boolean writesWhileReading() {
        return false;
    }

    @Override
    public Cursor all(KeyOrder order, boolean byBytes) throws SQLException {
        String by = IntStream.of(order.positions())
                .mapToObj(i -> forms.get(i).ordered(byBytes))
                .collect(joining(", "));
        PreparedStatement statement =
                prepare("select %s from %s t order by %s".formatted(selected(forms), table.quotedName(), by));
        statement.setFetchSize(MariaDb.FETCH_ROWS);
        return new MariaCursor(statement, forms);
    }

    private static String selected(List<MariaForm> forms) {
        return forms.stream().map(MariaForm::selected).collect(joining(", "));
    }

    /** Stamps with a zone are written and sought in UTC, whatever zone the session is in. */
    private PreparedStatement prepare(String sql) throws SQLException {
        boolean anyStamp = columns.stream().anyMatch(column -> column.values().wire() == Wire.TIMESTAMP_WITH_ZONE);
        return connection.prepareStatement(anyStamp ? "set statement time_zone = '+00:00' for " + sql : sql);
    }

    @Override
    public List<byte[][]> matching(int[] positions, List<byte[][]> keys) throws SQLException {
        KeyOrder order = new KeyOrder(columns, positions);
        TreeSet<byte[][]> wanted = new TreeSet<>(order);
        wanted.addAll(keys);
        List<byte[][]> rows = new ArrayList<>();
        lookUp(forms, positions, List.copyOf(wanted), reader -> {
            byte[][] row = reader.row();
            if (wanted.contains(row)) {
                rows.add(row);
            }
        });
        rows.sort(order);
        return rows;
    }

    private interface Found {
        void row(MariaCursor reader) throws SQLException;
    }

    /** Finds the rows of the keys and perhaps others that the columns take for equal. */
    private void lookUp(List<MariaForm> what, int[] positions, List<byte[][]> keys, Found found) throws SQLException {
        List<byte[][]> known = keys.stream()
                .filter(each -> IntStream.of(positions).noneMatch(i -> each[i] == null))
                .toList();
        for (int from = 0; from < known.size(); from += KEYS_TOGETHER) {
            List<byte[][]> some = known.subList(from, Math.min(known.size(), from + KEYS_TOGETHER));
            PreparedStatement statement = prepare("select %s from %s t where %s"
                    .formatted(selected(what), table.quotedName(), anyOf(positions, some.size())));
            set(statement, positions, some);
            try (MariaCursor reader = new MariaCursor(statement, what)) {
                while (reader.next() != null) {
                    found.row(reader);
                }
            }
        }
    }

    private String anyOf(int[] positions, int count) {
        if (positions.length == 1) {
            return forms.get(positions[0]).equal().replace("= ?", "in (" + repeat("?", count) + ")");
        }
        String one = IntStream.of(positions).mapToObj(i -> forms.get(i).equal()).collect(joining(" and ", "(", ")"));
        return Stream.generate(() -> one).limit(count).collect(joining(" or "));
    }

    private static String repeat(String text, int count) {
        return Stream.generate(() -> text).limit(count).collect(joining(", "));
    }

    private void set(PreparedStatement statement, int[] positions, List<byte[][]> rows) throws SQLException {
        int parameter = 1;
        for (byte[][] row : rows) {
            for (int i : positions) {
                forms.get(i).set(statement, parameter++, row[i]);
            }
        }
    }

    /** Every type is one of which the form is known here. */
    @Override
    public List<@Nullable String> asStored(Column column, List<@Nullable String> values) {
        return values;
    }

    @Override
    public void makeReady() {}

    @Override
    public void insert(List<byte[][]> rows) throws SQLException {
        int[] all = IntStream.range(0, columns.size()).toArray();
        List<byte[][]> some = new ArrayList<>();
        long bytes = 0;
        for (byte[][] row : rows) {
            checkSize(row);
            long size = RowSpool.sizeOf(row);
            if (some.size() == ROWS_TOGETHER
                    || bytes + size > Math.min(BYTES_TOGETHER, greatestPacket / 4) && !some.isEmpty()) {
                insertTogether(all, some);
                some.clear();
                bytes = 0;
            }
            some.add(row);
            bytes += size;
        }
        if (!some.isEmpty()) {
            insertTogether(all, some);
        }
    }

    private void insertTogether(int[] all, List<byte[][]> rows) throws SQLException {
        try (PreparedStatement insert = prepare("insert into %s (%s) values %s"
                .formatted(
                        table.quotedName(),
                        columns.stream().map(column -> quoted(column.name())).collect(joining(", ")),
                        repeat("(" + repeat("?", all.length) + ")", rows.size())))) {
            set(insert, all, rows);
            insert.executeUpdate();
        }
    }

    private static String quoted(String name) {
        return Vendor.MARIADB.quoted(name);
    }

    /** What is longer than the server reads at once would end the session. */
    private void checkSize(byte[][] row) throws SQLException {
        // Each byte may be escaped by another one.
        if (RowSpool.sizeOf(row) * 2 < greatestPacket) {
            return;
        }
        long size = Arrays.stream(row)
                        .filter(Objects::nonNull)
                        .mapToLong(MariaTable::escapedSize)
                        .sum()
                + STATEMENT_BYTES;
        if (size > greatestPacket) {
            throw new SQLException(
                    "The row needs %,d bytes, but the server reads %,d at once (max_allowed_packet)"
                            .formatted(size, greatestPacket),
                    TOO_LONG);
        }
    }

    private static long escapedSize(byte[] field) {
        long size = field.length;
        for (byte each : field) {
            if (each == 0 || each == '\'' || each == '"' || each == '\\') {
                size++;
            }
        }
        return size;
    }

    @Override
    public @Nullable Load load() {
        return null;
    }

    @Override
    public int update(List<byte[][]> rows) throws SQLException {
        if (rest.length == 0) {
            return 0;
        }
        String assignments = IntStream.of(rest)
                .mapToObj(i -> "t.%s = ?".formatted(quoted(columns.get(i).name())))
                .collect(joining(", "));
        String sql = "update %s t set %s where %s".formatted(table.quotedName(), assignments, thisKey());
        for (byte[][] row : rows) {
            checkSize(row);
        }
        return each(sql, rows, rest);
    }

    @Override
    public int remove(List<byte[][]> keys) throws SQLException {
        return each("delete t from %s t where %s".formatted(table.quotedName(), thisKey()), keys, new int[0]);
    }

    private String thisKey() {
        Stream<String> sought = IntStream.of(key).mapToObj(i -> forms.get(i).equal());
        Stream<String> exactly = IntStream.of(key)
                .mapToObj(forms::get)
                .filter(MariaForm::isLoose)
                .map(MariaForm::equalExactly);
        return Stream.concat(sought, exactly).collect(joining(" and "));
    }

    private int each(String sql, List<byte[][]> rows, int[] assigned) throws SQLException {
        int found = 0;
        for (int from = 0; from < rows.size(); from += ROWS_TOGETHER) {
            try (PreparedStatement statement = prepare(sql)) {
                for (byte[][] row : rows.subList(from, Math.min(rows.size(), from + ROWS_TOGETHER))) {
                    setKeyed(statement, assigned, row);
                    statement.addBatch();
                }
                found += IntStream.of(statement.executeBatch()).sum();
            } catch (BatchUpdateException e) {
                throw e.getNextException() == null ? e : e.getNextException();
            }
        }
        return found;
    }

    private void setKeyed(PreparedStatement statement, int[] assigned, byte[][] row) throws SQLException {
        int parameter = 1;
        for (int i : assigned) {
            forms.get(i).set(statement, parameter++, row[i]);
        }
        for (int i : key) {
            forms.get(i).set(statement, parameter++, row[i]);
        }
        for (int i : key) {
            if (forms.get(i).isLoose()) {
                forms.get(i).set(statement, parameter++, row[i]);
            }
        }
    }

    @Override
    public List<Whole> whole(List<byte[][]> keys) throws SQLException {
        List<Column> all = table.columns().stream().filter(Column::writable).toList();
        List<MariaForm> allForms = Stream.concat(
                        IntStream.of(key).mapToObj(forms::get), all.stream().map(MariaForm::new))
                .toList();
        TreeSet<byte[][]> wanted = new TreeSet<>(new KeyOrder(columns, key));
        wanted.addAll(keys);
        List<Whole> rows = new ArrayList<>();
        lookUp(allForms, key, List.copyOf(wanted), reader -> {
            byte[][] fields = new byte[columns.size()][];
            for (int i = 0; i < key.length; i++) {
                fields[key[i]] = reader.row()[i];
            }
            if (wanted.contains(fields)) {
                Map<String, @Nullable String> values = new LinkedHashMap<>();
                for (int i = 0; i < all.size(); i++) {
                    byte[] field = reader.row()[key.length + i];
                    Column column = all.get(i);
                    values.put(
                            column.name(),
                            field == null ? null : column.values().text(field));
                }
                rows.add(new Whole(fields, values));
            }
        });
        return rows;
    }
}
