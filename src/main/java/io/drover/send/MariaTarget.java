package io.drover.send;

import static io.drover.db.Vendor.MARIADB;

import io.drover.send.value.MariaType;
import io.drover.send.value.ValueTypes.Zones;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A target in MariaDB. Its tables are of an engine with transactions, else a run could not take back what it wrote. */
final class MariaTarget implements Target {

    /** As long as the server allows: the other run may take its time; whoever has enough of waiting stops this one. */
    private static final int LONGEST_WAIT_SECONDS = 100_000_000;

    private static final Set<String> ENGINES = Set.of("InnoDB", "ROCKSDB");

    private final Connection connection;
    private final Zones zones;
    private final TargetState state;
    private final JdbcClient client;

    /**
     * @param sourceZone in which the source means stamps without a zone
     * @param targetZone in which the target's stamps without a zone are meant
     * @throws SendException when the server is none of MariaDB
     */
    MariaTarget(Connection connection, ZoneId sourceZone, ZoneId targetZone) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!product.equals("MariaDB")) {
            throw new SendException("A target is a database in PostgreSQL or MariaDB; this server is " + product);
        }
        this.connection = connection;
        this.zones = new Zones(sourceZone, targetZone);
        this.state = new TargetState(connection);
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public TargetState state() {
        return state;
    }

    @Override
    public Table table(String name) throws SQLException {
        int dot = name.indexOf('.');
        String database = dot < 0 ? connection.getCatalog() : name.substring(0, dot);
        String table = name.substring(dot + 1);
        checkEngine(name, database, table);
        String quoted = Arrays.stream(name.split("\\.", 2)).map(MARIADB::quoted).collect(Collectors.joining("."));
        holdStill(quoted);
        List<Column> columns =
                client.sql("""
                select column_name, data_type, column_type, character_maximum_length, character_octet_length,
                       numeric_precision, numeric_scale, datetime_precision, character_set_name,
                       is_nullable = 'NO' as filled, is_generated = 'NEVER' as writable,
                       is_nullable = 'NO' and column_default is null and extra not like '%auto_increment%' as required
                  from information_schema.columns where table_schema = ? and table_name = ?
                 order by ordinal_position
                """).params(database, table).query(this::column).list();
        return new Table(name, quoted, columns, true);
    }

    private void checkEngine(String name, String database, String table) {
        String engine = client.sql(
                        "select coalesce(engine, table_type) from information_schema.tables where table_schema = ? and table_name = ?")
                .params(database, table)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new SendException(
                        "The target has no table %s that this user may see (database %s)".formatted(name, database)));
        if (!ENGINES.contains(engine)) {
            throw new SendException(
                    "%s is kept by %s, which cannot take back what a run wrote; a target is a table of InnoDB (alter table … engine = InnoDB)"
                            .formatted(name, engine));
        }
    }

    /** Whoever reads from a table keeps others from altering it until the end of the transaction. */
    private void holdStill(String quoted) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1 from " + quoted + " limit 0");
        }
    }

    private Column column(ResultSet result, int row) throws SQLException {
        MariaType type = new MariaType(
                result.getString("data_type").toLowerCase(Locale.ROOT),
                result.getString("column_type"),
                result.getObject("character_maximum_length", Long.class),
                result.getObject("character_octet_length", Long.class),
                number(result, "numeric_precision"),
                number(result, "numeric_scale"),
                number(result, "datetime_precision"),
                result.getString("character_set_name"));
        boolean writable = result.getBoolean("writable");
        return new Column(
                result.getString("column_name"),
                type.shortName(),
                result.getString("column_type"),
                type.values(zones),
                result.getBoolean("filled"),
                writable && result.getBoolean("required"),
                writable,
                true,
                // Its collations take "A" for "a" and leave blanks at the end out of account.
                result.getString("character_set_name") == null);
    }

    private static @Nullable Integer number(ResultSet result, String column) throws SQLException {
        Long number = result.getObject(column, Long.class);
        return number == null ? null : Math.toIntExact(number);
    }

    @Override
    public TargetTable open(Table table, List<Column> columns, List<String> key, int step) throws SQLException {
        return new MariaTable(connection, table, columns, key);
    }

    /** By a row, because the server's own named locks outlive the transaction. */
    @Override
    public void lock(String table) {
        int patience = client.sql("select @@innodb_lock_wait_timeout")
                .query(Integer.class)
                .single();
        client.sql("set innodb_lock_wait_timeout = " + LONGEST_WAIT_SECONDS).update();
        try {
            client.sql("insert into %s (table_name) values (?) on duplicate key update table_name = table_name"
                            .formatted(MARIADB.kept("table_lock")))
                    .param(table)
                    .update();
        } finally {
            client.sql("set innodb_lock_wait_timeout = " + patience).update();
        }
    }

    /** The server checks each row as it is written. */
    @Override
    public void settle() {}
}
