package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.db.Vendor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What Drover keeps in a target beside the shop's rows: watermarks, ledger, fence, owners of tables, columns of sends.
 * Works on the run's connection and therefore in the run's transaction; belongs to the run's thread.
 */
final class TargetState {

    private final Connection connection;
    private final Vendor vendor;
    private final JdbcClient client;

    TargetState(Connection connection) throws SQLException {
        this.connection = connection;
        this.vendor = Vendor.of(connection);
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    /**
     * Creates or updates the tables in which Drover keeps watermarks, ledger and more, once for each database.
     *
     * @throws SendException when the target does not allow it
     */
    static void prepare(Database database) {
        database.prepareOnce(() -> {
            try {
                migrations(database).load().migrate();
            } catch (FlywayException e) {
                throw new SendException(
                        "Drover's own tables (%s and others) cannot be made in #%s: %s"
                                .formatted(database.vendor().kept("ledger"), database.name(), SqlProblem.tell(e)),
                        e);
            }
        });
    }

    private static FluentConfiguration migrations(Database database) {
        FluentConfiguration all = Flyway.configure()
                .dataSource(database.dataSource())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .failOnMissingLocations(true);
        return switch (database.vendor()) {
            case POSTGRES ->
                all.schemas("drover")
                        .table("target_schema_history")
                        .locations("classpath:io/drover/db/target/postgresql");
            case MARIADB -> all.table("drover_schema_history").locations("classpath:io/drover/db/target/mariadb");
        };
    }

    /** The full name of a table that Drover keeps, for people who are to look into it. */
    String name(String table) {
        return vendor.kept(table);
    }

    /**
     * Takes a table for a site, unless another one has it: two that make it equal to different sources would undo each
     * other's work for ever.
     *
     * @return the site that has the table
     */
    String own(String table, String site) {
        return owner(table).orElseGet(() -> {
            client.sql("insert into %s (table_name, site) values (?, ?) %s"
                            .formatted(
                                    vendor.kept("table_owner"),
                                    vendor.orElse("table_name", "table_name = " + vendor.offered("table_name"))))
                    .params(table, site)
                    .update();
            return owner(table).orElseThrow();
        });
    }

    private Optional<String> owner(String table) {
        return client.sql("select site from %s where table_name = ?".formatted(vendor.kept("table_owner")))
                .param(table)
                .query(String.class)
                .optional();
    }

    /** What each send of the task consisted of when it was last committed in this mode, by the send's name. */
    Map<String, SentColumns> sentColumns(SendRun run) {
        Map<String, SentColumns> sent = new HashMap<>();
        client.sql("select send, side, name, type, run from %s where site = ? and task = ? and mode = ?"
                        .formatted(vendor.kept("sent_column")))
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

    void setSentColumns(SendRun run, String send, SentColumns columns) throws SQLException {
        client.sql("delete from %s where site = ? and task = ? and mode = ? and send = ?"
                        .formatted(vendor.kept("sent_column")))
                .params(run.site(), run.task(), run.mode().name(), send)
                .update();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into %s (site, task, mode, send, side, name, type, run) values (?, ?, ?, ?, ?, ?, ?, ?)"
                        .formatted(vendor.kept("sent_column")))) {
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

    private static void addColumns(PreparedStatement insert, String side, Map<String, String> types)
            throws SQLException {
        insert.setString(5, side);
        for (Map.Entry<String, String> each : types.entrySet()) {
            insert.setString(6, each.getKey());
            insert.setString(7, each.getValue());
            insert.addBatch();
        }
    }

    /** How far the task has sent; empty before its first send. */
    Optional<Watermark> watermark(SendRun run) {
        return client.sql("select upto, newest from %s where site = ? and task = ?".formatted(vendor.kept("watermark")))
                .params(run.site(), run.task())
                .query((result, row) -> new Watermark(
                        Objects.requireNonNull(vendor.moment(result, "upto")), vendor.moment(result, "newest")))
                .optional();
    }

    void setWatermark(SendRun run, Watermark watermark) {
        client.sql("insert into %s (site, task, upto, newest, run) values (?, ?, ?, ?, ?) %s"
                        .formatted(
                                vendor.kept("watermark"),
                                vendor.orElse(
                                        "site, task",
                                        "upto = %s, newest = %s, run = %s"
                                                .formatted(
                                                        vendor.offered("upto"),
                                                        vendor.offered("newest"),
                                                        vendor.offered("run")))))
                .params(run.site(), run.task())
                .params(vendor.moment(watermark.upto()), vendor.moment(watermark.newest()), run.run())
                .update();
    }

    /** The task's next Send Changed will be as its first one. */
    void forgetWatermark(SendRun run) {
        client.sql("delete from %s where site = ? and task = ?".formatted(vendor.kept("watermark")))
                .params(run.site(), run.task())
                .update();
    }

    /**
     * Writes the run's ledger, to be committed with its rows.
     *
     * @throws SendException when a later claim has reached the target: this run was taken over and must not commit
     */
    void record(SendRun run, SendCounts counts) {
        if (Fence.raise(client, vendor, run.site(), run.queue(), run.token()) > run.token()) {
            throw new SendException(
                    "Run %d of %s on site %s was taken over by a later claim; its rows are not committed"
                            .formatted(run.run(), run.task(), run.site()));
        }
        client.sql("""
                insert into %s (site, run, task, mode, %s, equal, inserted, updated, removed, refused, held, skipped)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """.formatted(vendor.kept("ledger"), vendor.quoted("read")))
                .params(run.site(), run.run(), run.task(), run.mode().name(), counts.read(), counts.equal())
                .params(counts.inserted(), counts.updated(), counts.removed(), counts.refused(), counts.held())
                .param(counts.skipped())
                .update();
    }
}
