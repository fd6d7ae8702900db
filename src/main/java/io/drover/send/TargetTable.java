package io.drover.send;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One table of a target, seen through the columns of one send: what rows consist of is said by {@link #columns}. Works
 * on the run's connection and in its transaction; belongs to the run's thread.
 */
interface TargetTable {

    Table table();

    /** The columns of a row's fields. */
    List<Column> columns();

    /** How many of its rows are read at once; fewer than usual where rows are very large. */
    int fetchRows();

    boolean isEmpty() throws SQLException;

    /** Number of rows. */
    long count() throws SQLException;

    /** Number of rows as the server believes it to be, at no cost; 0 when it does not know. */
    long estimatedCount() throws SQLException;

    /**
     * All rows.
     *
     * @param order the server is asked for this order; whoever reads checks it
     * @param byBytes asks for the order in a way that no collation can change, though no index may help then
     */
    Cursor all(KeyOrder order, boolean byBytes) throws SQLException;

    /**
     * Of all rows the fields of the key, in the order of its positions, and the hash. Only where
     * {@link RowHash#isSame} says so of the server.
     *
     * @param order as with {@link #all}
     * @param byBytes as with {@link #all}
     */
    default Cursor hashes(KeyOrder order, boolean byBytes, RowHash hash) throws SQLException {
        throw new UnsupportedOperationException("this target hashes no rows");
    }

    /**
     * The rows whose fields at these positions are equal to those of one of the keys, in the order of the keys'
     * positions. There is a thousand keys at most.
     *
     * @param keys rows of which only these fields are looked at
     */
    List<byte[][]> matching(int[] positions, List<byte[][]> keys) throws SQLException;

    /**
     * What the server makes of values of a type that only it knows: the text it would give them back as.
     *
     * @throws SQLException when one of them is not of that type; the transaction must then be rolled back to where it was
     */
    List<@Nullable String> asStored(Column column, List<@Nullable String> values) throws SQLException;

    /** @throws SQLException when one of the rows is refused; the transaction must then be rolled back to where it was */
    void insert(List<byte[][]> rows) throws SQLException;

    /** Begins to insert rows that are still on their way; null where rows are inserted together only. */
    @Nullable
    Load load() throws SQLException;

    /**
     * Writes all fields that are not part of the key.
     *
     * @return number of rows that were still there
     * @throws SQLException as with {@link #insert}
     */
    int update(List<byte[][]> rows) throws SQLException;

    /**
     * Removes the rows of these keys.
     *
     * @return number of rows that were still there
     * @throws SQLException as with {@link #insert}
     */
    int remove(List<byte[][]> keys) throws SQLException;

    /** Rows with all columns that can be written, those of the send and the others; a thousand keys at most. */
    List<Whole> whole(List<byte[][]> keys) throws SQLException;

    /** Whether rows can be written while {@link #all} is being read, without more memory for it. */
    default boolean writesWhileReading() {
        return true;
    }

    /** Must be called before the savepoint within which rows are inserted or updated. */
    void makeReady() throws SQLException;

    /**
     * A row with all its columns.
     *
     * @param key its key's fields, at their positions
     * @param values text by column
     */
    record Whole(byte[][] key, Map<String, @Nullable String> values) {}

    /**
     * Rows on their way into the table. Nothing else may be asked of the target until it is closed. Any call fails when
     * the server refused a row, as with {@link #insert}.
     */
    interface Load extends AutoCloseable {

        void add(byte[][] row) throws SQLException;

        /** All rows that were added are in the table when this returns. */
        void end() throws SQLException;

        /** Gives up what has not ended; the transaction must then be rolled back to where it was. */
        @Override
        void close() throws SQLException;
    }

    /** Rows on their way; null = there are no more. */
    interface Cursor extends AutoCloseable {

        byte @Nullable [][] next() throws SQLException;

        @Override
        void close() throws SQLException;
    }
}
