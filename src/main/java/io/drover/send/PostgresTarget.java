package io.drover.send;

import io.drover.send.value.ValueTypes;
import io.drover.send.value.ValueTypes.Zones;
import io.drover.send.value.Wire;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A target in PostgreSQL. */
final class PostgresTarget implements Target {

    /** What PostgreSQL adds to the length of a text and to the digits of a number. */
    private static final int MODIFIER_HEADER = 4;

    private final Connection connection;
    private final int fetchRows;
    private final Zones zones;
    private final TargetState state;
    private final JdbcClient client;

    /**
     * @param fetchRows how many rows of its tables are read at once
     * @param sourceZone in which the source means stamps without a zone
     * @param targetZone in which the target's stamps without a zone are meant
     */
    PostgresTarget(Connection connection, int fetchRows, ZoneId sourceZone, ZoneId targetZone) throws SQLException {
        this.connection = connection;
        this.fetchRows = fetchRows;
        this.state = new TargetState(connection);
        this.zones = new Zones(sourceZone, targetZone);
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
        String quoted = quoted(name);
        holdStill(quoted);
        List<Column> columns =
                client.sql("""
                with recursive base (attnum, type, mod, kind, next, next_mod, filled) as (
                  select a.attnum, t.oid, a.atttypmod, t.typtype, t.typbasetype, t.typtypmod, a.attnotnull or t.typnotnull
                    from pg_attribute a join pg_type t on t.oid = a.atttypid
                   where a.attrelid = to_regclass(:table) and a.attnum > 0 and not a.attisdropped
                  union all
                  select b.attnum, t.oid, b.next_mod, t.typtype, t.typbasetype, t.typtypmod, b.filled or t.typnotnull
                    from base b join pg_type t on t.oid = b.next where b.kind = 'd')
                select a.attname, t.typname, format_type(t.oid, -1) as type,
                       format_type(t.oid, b.mod) as declared, b.mod, t.typtype, t.typcategory, b.filled,
                       b.filled and not a.atthasdef and a.attidentity = '' as required,
                       a.attgenerated = '' and a.attidentity <> 'a' as writable,
                       coalesce((select to_jsonb(c) ->> 'collisdeterministic' = 'true'
                                   from pg_collation c where c.oid = a.attcollation), true) as exact
                  from base b join pg_attribute a on a.attrelid = to_regclass(:table) and a.attnum = b.attnum
                  join pg_type t on t.oid = b.type
                 where b.kind <> 'd'
                 order by a.attnum
                """).param("table", quoted).query(this::column).list();
        if (columns.isEmpty()) {
            throw new SendException("The target has no table %s that this user may see (database %s)"
                    .formatted(name, connection.getCatalog()));
        }
        boolean copyable = client.sql("""
                select relkind in ('r', 'p') and not relrowsecurity and not relhasrules
                  from pg_class where oid = to_regclass(?)
                """).param(quoted).query(Boolean.class).single();
        return new Table(name, quoted, columns, copyable);
    }

    /** Whoever reads from a table keeps others from altering it until the end of the transaction. */
    private void holdStill(String quoted) throws SQLException {
        boolean isThere = client.sql("select to_regclass(?) is not null")
                .param(quoted)
                .query(Boolean.class)
                .single();
        if (isThere) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select from " + quoted + " limit 0");
            }
        }
    }

    private Column column(ResultSet result, int row) throws SQLException {
        String name = result.getString("typname");
        int modifier = result.getInt("mod");
        boolean text = name.equals("varchar") || name.equals("bpchar");
        boolean number = name.equals("numeric") && modifier > MODIFIER_HEADER;
        boolean moment = name.startsWith("time") && modifier >= 0;
        Integer length = text && modifier > MODIFIER_HEADER ? modifier - MODIFIER_HEADER : null;
        int digits = modifier - MODIFIER_HEADER;
        // The scale has eleven bits and a sign.
        Integer scale =
                number ? Integer.valueOf(((digits & 2047) ^ 1024) - 1024) : moment ? Integer.valueOf(modifier) : null;
        Optional<Wire> wire = Wire.ofPostgres(name);
        boolean ownText = result.getString("typtype").equals("e")
                || result.getString("typcategory").equals("S");
        return new Column(
                result.getString("attname"),
                result.getString("type"),
                result.getString("declared"),
                ValueTypes.of(
                        wire.orElse(ownText ? Wire.TEXT : Wire.SERVER_TEXT),
                        length,
                        number ? digits >> 16 & 65_535 : null,
                        scale,
                        name.equals("bpchar") && length != null,
                        zones),
                result.getBoolean("filled"),
                result.getBoolean("required"),
                result.getBoolean("writable"),
                wire.isPresent(),
                wire.isPresent() && result.getBoolean("exact"));
    }

    @Override
    public TargetTable open(Table table, List<Column> columns, List<String> key, int step) {
        return new PostgresTable(connection, fetchRows, table, columns, key, step);
    }

    @Override
    public void lock(String table) {
        String patience = client.sql("show lock_timeout").query(String.class).single();
        // The other run may take its time; whoever has enough of waiting stops this one.
        client.sql("set local lock_timeout = 0").update();
        client.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("drover " + table)
                .query((result, row) -> row)
                .list();
        client.sql("select set_config('lock_timeout', ?, true)")
                .param(patience)
                .query(String.class)
                .single();
    }

    /** A constraint that is checked at the commit is checked here, where the run can still say which one it is. */
    @Override
    public void settle() {
        client.sql("set constraints all immediate").update();
        client.sql("set constraints all deferred").update();
    }

    /** {@code web.product} becomes {@code "web"."product"}. */
    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"").replace(".", "\".\"") + "\"";
    }
}
