package io.drover.send;

import io.drover.db.SqlProblem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The list of the rows that a run changes, refuses or holds, in constant memory. */
final class RowKeeper {

    private final RunRowWriter writer;
    private final List<RunRow> refused = new ArrayList<>();

    /** @param sink where full pages go */
    RowKeeper(RunRowWriter.Sink sink) {
        writer = new RunRowWriter(sink);
    }

    /** False when there are so many rows that no more are kept. */
    boolean isOpen() {
        return writer.complete();
    }

    /** How many more rows can be kept at most. */
    long room() {
        return writer.room();
    }

    void add(RunRow row) {
        if (row.fate() == Fate.REFUSED) {
            refused.add(row);
        }
        try {
            writer.add(row);
        } catch (SQLException e) {
            throw unkept(e);
        }
    }

    /** Counts a row that is not listed. */
    void leaveOut() {
        writer.leaveOut();
    }

    /** Hands on the last page. */
    void finish() {
        try {
            writer.finish();
        } catch (SQLException e) {
            throw unkept(e);
        }
    }

    private static SendException unkept(SQLException e) {
        return new SendException("The list of the run's rows cannot be kept: " + SqlProblem.describe(e), e);
    }

    /** The refused ones, so that they can be told even if the run fails. */
    List<RunRow> refused() {
        return refused;
    }
}
