package io.drover.send;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a send needs of a target database, one implementation per vendor. A target works on the run's connection and
 * therefore in the run's transaction; it belongs to the run's thread.
 */
interface Target {

    /** @throws SendException when there is no such table */
    Table table(String name) throws SQLException;

    /** A place in the run's transaction to put rows before they are compared. It vanishes with the transaction. */
    Stage stage(int step, Table table, List<Column> columns, SendOptions options) throws SQLException;

    /** The source-clock instant up to which the task has sent everything; empty before its first send. */
    Optional<Instant> watermark(SendRun run) throws SQLException;

    /**
     * Writes the run's ledger and watermark, to be committed with its rows.
     *
     * @throws SendException when a later claim has reached the target: this run was taken over and must not commit
     */
    void record(SendRun run, Instant watermark, SendCounts counts) throws SQLException;

    /** Rows on their way into one table. */
    interface Stage {

        /** @param gone the row left the set: it is to be removed, not written */
        void add(Row row, boolean gone) throws SQLException;

        /** Ends the adding. @throws SendException when two rows have the same key */
        void finish() throws SQLException;

        /** Inserts what the table lacks and updates what differs; equal rows are not touched. */
        SendCounts upsert() throws SQLException;

        /**
         * Removes the rows that are not part of the set.
         *
         * @throws SendException when the guard forbids it; the transaction must then be rolled back
         */
        SendCounts remove(Mode mode, Optional<Stage> parent) throws SQLException;

        /** Columns of the key, of which child rows name their parent. */
        List<String> key();

        /** What a person should know of this step, e.g. how many texts were cut. */
        List<String> notes();
    }
}
