package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.send.value.ValueTypes;
import io.drover.send.value.ValueTypes.Zones;
import io.drover.send.value.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A target in PostgreSQL. */
final class PostgresTarget implements Target {

    /** What PostgreSQL adds to the length of a text and to the digits of a number. */
    private static final int MODIFIER_HEADER = 4;

    private final Connection connection;
    private final Zones zones;
    private final JdbcClient client;

    /**
     * @param sourceZone in which the source means stamps without a zone
     * @param targetZone in which the target's stamps without a zone are meant
     */
    PostgresTarget(Connection connection, ZoneId sourceZone, ZoneId targetZone) {
        this.connection = connection;
        this.zones = new Zones(sourceZone, targetZone);
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /**
     * Creates or updates the schema {@code drover} that holds watermarks and ledger.
     *
     * @throws SendException when the target does not allow it
     */
    static void prepare(Database database) {
        try {
            Flyway.configure()
                    .dataSource(database.dataSource())
                    .schemas("drover")
                    .table("target_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .failOnMissingLocations(true)
                    .locations("classpath:io/drover/db/target")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            SQLException problem = SqlProblem.in(e);
            throw new SendException(
                    "The schema drover for watermarks and ledger cannot be made in #%s: %s"
                            .formatted(
                                    database.name(), problem == null ? e.getMessage() : SqlProblem.describe(problem)),
                    e);
        }
    }

    @Override
    public Connection connection() {
        return connection;
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
        return new PostgresTable(connection, table, columns, key, step);
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

    @Override
    public String own(String table, String site) {
        client.sql("insert into drover.table_owner (table_name, site) values (?, ?) on conflict do nothing")
                .params(table, site)
                .update();
        return client.sql("select site from drover.table_owner where table_name = ?")
                .param(table)
                .query(String.class)
                .single();
    }

    @Override
    public Map<String, SentColumns> sentColumns(SendRun run) {
        Map<String, SentColumns> sent = new HashMap<>();
        client.sql(
                        "select send, side, name, type, run from drover.sent_column where site = ? and task = ? and mode = ?")
                .params(run.site(), run.task(), run.mode().name())
                .query(result -> {
                    long seen = result.getLong("run");
                    SentColumns columns = sent.computeIfAbsent(
                            result.getString("send"), send -> new SentColumns(new HashMap<>(), new HashMap<>(), seen));
                    Map<String, String> side =
                            result.getString("side").equals("QUERY") ? columns.query() : columns.table();
                    side.put(result.getString("name"), result.getString("type"));
                });
        return sent;
    }

    @Override
    public void setSentColumns(SendRun run, String send, SentColumns columns) throws SQLException {
        client.sql("delete from drover.sent_column where site = ? and task = ? and mode = ? and send = ?")
                .params(run.site(), run.task(), run.mode().name(), send)
                .update();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into drover.sent_column (site, task, mode, send, side, name, type, run) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, run.site());
            insert.setString(2, run.task());
            insert.setString(3, run.mode().name());
            insert.setString(4, send);
            insert.setLong(8, columns.run());
            addColumns(insert, "QUERY", columns.query());
            addColumns(insert, "TABLE", columns.table());
            insert.executeBatch();
        }
    }

    private static void addColumns(PreparedStatement insert, String side, Map<String, String> columns)
            throws SQLException {
        for (Map.Entry<String, String> column : columns.entrySet()) {
            insert.setString(5, side);
            insert.setString(6, column.getKey());
            insert.setString(7, column.getValue());
            insert.addBatch();
        }
    }

    @Override
    public Optional<Watermark> watermark(SendRun run) {
        return client.sql("select upto, newest from drover.watermark where site = ? and task = ?")
                .params(run.site(), run.task())
                .query((result, row) -> {
                    Timestamp newest = result.getTimestamp("newest");
                    return new Watermark(
                            result.getTimestamp("upto").toInstant(), newest == null ? null : newest.toInstant());
                })
                .optional();
    }

    @Override
    public void record(SendRun run, SendCounts counts) {
        // A constraint that is checked at the commit is checked here, where the run can still say which one it is.
        client.sql("set constraints all immediate").update();
        client.sql("set constraints all deferred").update();
        int held = client.sql("""
                insert into drover.fence (site, queue, token) values (?, ?, ?)
                on conflict (site, queue) do update set token = excluded.token where fence.token <= excluded.token
                """).params(run.site(), run.queue(), run.token()).update();
        if (held == 0) {
            throw new SendException(
                    "Run %d of %s on site %s was taken over by a later claim; its rows are not committed"
                            .formatted(run.run(), run.task(), run.site()));
        }
        client.sql("""
                insert into drover.ledger (site, run, task, mode, read, equal, inserted, updated, removed, refused,
                                           held, skipped)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(run.site(), run.run(), run.task(), run.mode().name(), counts.read(), counts.equal())
                .params(counts.inserted(), counts.updated(), counts.removed(), counts.refused(), counts.held())
                .param(counts.skipped())
                .update();
    }

    @Override
    public void setWatermark(SendRun run, Watermark watermark) {
        Instant newest = watermark.newest();
        client.sql("""
                insert into drover.watermark (site, task, upto, newest, run) values (?, ?, ?, ?, ?)
                on conflict (site, task)
                  do update set upto = excluded.upto, newest = excluded.newest, run = excluded.run
                """)
                .params(run.site(), run.task(), Timestamp.from(watermark.upto()))
                .params(newest == null ? null : Timestamp.from(newest), run.run())
                .update();
    }

    @Override
    public void forgetWatermark(SendRun run) {
        client.sql("delete from drover.watermark where site = ? and task = ?")
                .params(run.site(), run.task())
                .update();
    }

    /** {@code web.product} becomes {@code "web"."product"}. */
    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"").replace(".", "\".\"") + "\"";
    }
}
