package io.drover.send;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a send needs of a target database, one implementation per vendor. A target works on the run's connection and
 * therefore in the run's transaction; it belongs to the run's thread.
 */
interface Target {

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
