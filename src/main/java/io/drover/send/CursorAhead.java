package io.drover.send;

import io.drover.send.TargetTable.Cursor;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a target in a thread of its own, a few rows ahead, so that its server works on the next ones while these are
 * merged. Nothing else may be asked of the target until this is closed; the cursor is not.
 */
final class CursorAhead implements TargetRows, AutoCloseable {

    private final ReadAhead<byte[][]> rows;

    /** @param most rows that wait to be taken, {@link ReadAhead#PORTIONS} at least */
    CursorAhead(Cursor cursor, int most) {
        this.rows = new ReadAhead<>(new Rows(cursor), most);
    }

    @Override
    public byte @Nullable [][] next() throws SQLException {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (Failure e) {
            throw e.reason;
        }
    }

    @Override
    public void close() {
        rows.close();
    }

    /** Carries what a server said out of the thread that read. */
    private static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final SQLException reason;

        Failure(SQLException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private static final class Rows implements Iterator<byte[][]> {

        private final Cursor cursor;
        private byte @Nullable [][] ahead;

        Rows(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean hasNext() {
            try {
                ahead = ahead == null ? cursor.next() : ahead;
                return ahead != null;
            } catch (SQLException e) {
                throw new Failure(e);
            }
        }

        @Override
        public byte[][] next() {
            byte[][] row = hasNext() ? ahead : null;
            if (row == null) {
                throw new NoSuchElementException();
            }
            ahead = null;
            return row;
        }
    }
}
