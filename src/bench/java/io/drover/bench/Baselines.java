package io.drover.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** What one would do in SQL instead, each in one transaction of the target. */
final class Baselines {

    private final BenchDatabase source;
    private final BenchDatabase target;
    private final String table;

    Baselines(BenchDatabase source, BenchDatabase target, String table) {
        this.source = source;
        this.target = target;
        this.table = table;
    }

    /** Empties the target and pipes the source's binary COPY into it. */
    void truncateAndCopy() throws SQLException, IOException {
        inTransaction((statement, connection) -> {
            statement.execute("truncate " + table);
            copyInto(table, connection);
        });
    }

    /** Pipes the source's binary COPY into the target as it is. */
    void copy() throws SQLException, IOException {
        inTransaction((statement, connection) -> copyInto(table, connection));
    }

    /** Pipes the source into a temporary table, upserts all of it and deletes what it has not. */
    void stageAndUpsert() throws SQLException, IOException {
        inTransaction((statement, connection) -> {
            statement.execute("create temporary table staging (like " + table + ") on commit drop");
            copyInto("staging", connection);
            statement.execute("insert into " + table + " select * from staging " + Products.onConflict());
            statement.execute("analyze staging");
            statement.execute("delete from " + table + " kept where not exists"
                    + " (select 1 from staging where staging.sku = kept.sku)");
        });
    }

    private void copyInto(String into, Connection connection) throws SQLException {
        try (Connection reader = source.connect()) {
            CopyOut out = copying(reader)
                    .copyOut("copy %s (%s) to stdout (format binary)".formatted(table, Products.columnList()));
            CopyIn in = copying(connection)
                    .copyIn("copy %s (%s) from stdin (format binary)".formatted(into, Products.columnList()));
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                in.writeToCopy(row, 0, row.length);
            }
            in.endCopy();
        }
    }

    private static CopyManager copying(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private void inTransaction(Work work) throws SQLException, IOException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            work.run(statement, connection);
            connection.commit();
        }
    }

    private interface Work {
        void run(Statement statement, Connection connection) throws SQLException, IOException;
    }
}
