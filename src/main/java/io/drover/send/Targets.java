package io.drover.send;

import io.drover.db.Database;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.db.SqlProblem;
import io.drover.db.Vendor;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The targets of one run, opened at their first use; all they do belongs to the run's transactions. */
final class Targets {

    private final SendRun run;
    private final SiteDatabases databases;
    private final RunConnections connections;
    private final Map<String, Target> open = new HashMap<>();

    Targets(SendRun run, SiteDatabases databases, RunConnections connections) {
        this.run = run;
        this.databases = databases;
        this.connections = connections;
    }

    /** Work on a target; what it does is part of the run's transaction. */
    @FunctionalInterface
    interface Work<T> {
        T apply(Target target) throws SQLException;
    }

    /** @throws SendException naming the database, when it fails */
    <T> T with(String database, Work<T> work) {
        try {
            Target target = open.get(database);
            if (target == null) {
                target = target(databases.get(database));
                open.put(database, target);
            }
            return work.apply(target);
        } catch (SQLException e) {
            throw new SendException("Target #%s: %s".formatted(database, SqlProblem.describe(e)), e);
        }
    }

    private Target target(Database database) throws SQLException {
        if (database.vendor() == Vendor.MARIADB) {
            // Its runs wait for each other by rows of a table.
            TargetState.prepare(database);
        }
        return Target.of(
                connections.get(database.name()),
                connections.fetchRows(),
                databases.get(run.source()).timeZone(),
                database.timeZone());
    }

    /**
     * Waits for other runs that write to the same tables, before the snapshot of the source is taken: no run writes what
     * it read before another one wrote. All runs lock in the same order, so none waits for one that waits for it.
     */
    void lockTables() {
        run.tables()
                .forEach((database, tables) -> with(database, target -> {
                    for (String table : tables) {
                        target.lock(table);
                    }
                    return target;
                }));
    }
}
