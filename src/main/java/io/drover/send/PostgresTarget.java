package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A target in PostgreSQL: rows arrive by COPY in a temporary table and are compared and applied by the server. */
final class PostgresTarget implements Target {

    private final Connection connection;
    private final JdbcClient client;

    PostgresTarget(Connection connection) {
        this.connection = connection;
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
    public Table table(String name) throws SQLException {
        String quoted = quoted(name);
        List<Column> columns = client.sql("""
                select a.attname, format_type(a.atttypid, null) as type,
                       case when a.atttypid in ('varchar'::regtype, 'bpchar'::regtype) and a.atttypmod > 4
                            then a.atttypmod - 4 end as length,
                       case when a.atttypid = 'numeric'::regtype and a.atttypmod > 4
                            then ((a.atttypmod - 4) >> 16) & 65535 end as precision,
                       case when a.atttypid = 'numeric'::regtype and a.atttypmod > 4
                            then (((a.atttypmod - 4) & 2047) # 1024) - 1024 end as scale,
                       a.attnotnull and not a.atthasdef and a.attidentity = '' as required,
                       a.attgenerated = '' and a.attidentity <> 'a' as writable,
                       exists (select from pg_operator o where o.oprname = '=' and o.oprleft = a.atttypid
                                                           and o.oprright = a.atttypid)
                         or t.typcategory in ('A', 'E', 'R', 'S') as comparable
                  from pg_attribute a join pg_type t on t.oid = a.atttypid
                 where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped
                 order by a.attnum
                """)
                .param(quoted)
                .query((result, row) -> new Column(
                        result.getString("attname"),
                        result.getString("type"),
                        result.getObject("length", Integer.class),
                        result.getObject("precision", Integer.class),
                        result.getObject("scale", Integer.class),
                        result.getBoolean("required"),
                        result.getBoolean("writable"),
                        result.getBoolean("comparable")))
                .list();
        if (columns.isEmpty()) {
            throw new SendException("The target has no table %s that this user may see (database %s)"
                    .formatted(name, connection.getCatalog()));
        }
        return new Table(name, quoted, columns);
    }

    @Override
    public Stage stage(int step, Table table, List<Column> columns, SendOptions options) throws SQLException {
        return PostgresStage.create(connection, client, step, table, columns, options);
    }

    @Override
    public Optional<Instant> watermark(SendRun run) {
        return client.sql("select upto from drover.watermark where site = ? and task = ?")
                .params(run.site(), run.task())
                .query((result, row) -> result.getTimestamp(1).toInstant())
                .optional();
    }

    @Override
    public void record(SendRun run, Instant watermark, SendCounts counts) {
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
        client.sql("""
                insert into drover.watermark (site, task, upto, run) values (?, ?, ?, ?)
                on conflict (site, task) do update set upto = excluded.upto, run = excluded.run
                """)
                .params(run.site(), run.task(), Timestamp.from(watermark), run.run())
                .update();
    }

    /** {@code web.product} becomes {@code "web"."product"}. */
    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"").replace(".", "\".\"") + "\"";
    }
}
