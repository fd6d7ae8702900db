package io.drover.send;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a send needs of a target database, one implementation per vendor. A target works on the run's connection and
 * therefore in the run's transaction; it belongs to the run's thread.
 */
interface Target {

    Connection connection();

    /** @throws SendException when there is no such table */
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

    /** How far the task has sent; empty before its first send. */
    Optional<Watermark> watermark(SendRun run) throws SQLException;

    /**
     * Writes the run's ledger and watermark, to be committed with its rows.
     *
     * @param watermark null leaves the one there is
     * @throws SendException when a later claim has reached the target: this run was taken over and must not commit
     */
    void record(SendRun run, @Nullable Watermark watermark, SendCounts counts) throws SQLException;
}
