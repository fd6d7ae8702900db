package io.drover.send;

import io.drover.db.Database;
import io.drover.db.SqlProblem;
import io.drover.db.Vendor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The targets of all vendors. */
final class Targets {

    private Targets() {}

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
                SQLException problem = SqlProblem.in(e);
                throw new SendException(
                        "Drover's own tables (%s and others) cannot be made in #%s: %s"
                                .formatted(
                                        database.vendor().kept("ledger"),
                                        database.name(),
                                        problem == null ? e.getMessage() : SqlProblem.describe(problem)),
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

    /**
     * @param sourceZone in which the source means stamps without a zone
     * @param targetZone in which the target's stamps without a zone are meant
     */
    static Target open(Connection connection, ZoneId sourceZone, ZoneId targetZone) throws SQLException {
        return switch (Vendor.of(connection)) {
            case POSTGRES -> new PostgresTarget(connection, sourceZone, targetZone);
            case MARIADB -> new MariaTarget(connection, sourceZone, targetZone);
        };
    }
}
