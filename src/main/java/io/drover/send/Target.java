package io.drover.send;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a send needs of a target database, one implementation per vendor. A target works on the run's connection and
 * therefore in the run's transaction; it belongs to the run's thread.
 */
interface Target {

    Connection connection();

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
    TargetTable open(Table table, List<Column> columns, List<String> key, int step);

    /** Makes other runs that send to this table wait until this one has ended. */
    void lock(String table) throws SQLException;

    /**
     * Takes a table for a site, unless another one has it: two that make it equal to different sources would undo each
     * other's work for ever.
     *
     * @return the site that has the table
     */
    String own(String table, String site) throws SQLException;

    /** What each send of the task consisted of when it was last committed in this mode, by the send's name. */
    Map<String, SentColumns> sentColumns(SendRun run) throws SQLException;

    void setSentColumns(SendRun run, String send, SentColumns columns) throws SQLException;

    /** How far the task has sent; empty before its first send. */
    Optional<Watermark> watermark(SendRun run) throws SQLException;

    /**
     * Writes the run's ledger, to be committed with its rows.
     *
     * @throws SendException when a later claim has reached the target: this run was taken over and must not commit
     */
    void record(SendRun run, SendCounts counts) throws SQLException;

    void setWatermark(SendRun run, Watermark watermark) throws SQLException;

    /** The task's next Send Changed will be as its first one. */
    void forgetWatermark(SendRun run) throws SQLException;
}
