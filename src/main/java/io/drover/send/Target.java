package io.drover.send;

import io.drover.db.Vendor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;

/**
 * What a send needs of a target database, one implementation per vendor. A target works on the run's connection and
 * therefore in the run's transaction; it belongs to the run's thread.
 */
interface Target {

    /**
     * The target that a connection leads to.
     *
     * @param fetchRows how many rows of its tables are read at once
     * @param sourceZone in which the source means stamps without a zone
     * @param targetZone in which the target's stamps without a zone are meant
     * @throws SendException when its vendor is none that Drover writes to
     */
    static Target of(Connection connection, int fetchRows, ZoneId sourceZone, ZoneId targetZone) throws SQLException {
        return switch (Vendor.of(connection)) {
            case POSTGRES -> new PostgresTarget(connection, fetchRows, sourceZone, targetZone);
            case MARIADB -> new MariaTarget(connection, sourceZone, targetZone);
        };
    }

    Connection connection();

    /** What Drover keeps beside the shop's rows. */
    TargetState state();

    /**
     * A table whose columns stay as they are until the run ends.
     *
     * @throws SendException when there is no such table
     */
    Table table(String name) throws SQLException;

    /**
     * A table seen through the columns of a send.
     *
     * @param step number of the send in its run
     */
    TargetTable open(Table table, List<Column> columns, List<String> key, int step) throws SQLException;

    /** Makes other runs that send to this table wait until this one has ended. */
    void lock(String table) throws SQLException;

    /** Has everything checked that the server would check only at the commit. */
    void settle() throws SQLException;
}
