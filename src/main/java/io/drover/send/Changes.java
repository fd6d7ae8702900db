package io.drover.send;

import io.drover.db.SqlProblem;
import io.drover.send.TargetTable.Whole;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The differences of one send on their way into its table, in portions. New rows are written as they are found
 * where the target can be written to while it is read, else when all are found; changed ones when all are found, so that
 * the shop's rows are locked for a short time only; removals wait for the end of the run. Constant memory.
 */
final class Changes implements Closeable {

    private static final int PORTION_ROWS = 10_000;
    private static final long PORTION_BYTES = 8L << 20;
    private static final int REMOVAL_ROWS = 1000;
    private static final long MEMORY = 4L << 20;

    private final Connection connection;
    private final TargetTable table;
    private final RowTexts texts;
    private final WriteLimit limit;
    private final Portions portions;
    private final Refusals refusals;
    private final Tally tally;
    private final RowLog log;
    private final List<byte[][]> inserts = new ArrayList<>();
    private final RowSpool laterInserts = new RowSpool(MEMORY);
    private final RowSpool updates = new RowSpool(MEMORY);
    private final RowSpool removals = new RowSpool(MEMORY);
    private final List<Postponed> postponed = new ArrayList<>();
    private long insertBytes;
    private boolean asTheyCome;
    private boolean takesLoads = true;
    private @Nullable LoadPortion load;

    /** A row the server did not take at once; it may when the rest of the run is written. */
    private record Postponed(Fate fate, byte[][] fields, byte @Nullable [][] before, SQLException reason) {}

    /** @param before null where the row will not be listed */
    private record Update(byte[][] fields, byte @Nullable [][] before) {}

    /**
     * @param key columns that identify a row
     * @param limit from where on the differences are only counted and listed
     */
    Changes(
            Connection connection,
            TargetTable table,
            List<String> key,
            WriteLimit limit,
            Refusals refusals,
            Tally tally,
            RowLog log) {
        this.connection = connection;
        this.table = table;
        this.texts = new RowTexts(table.columns(), key);
        this.limit = limit;
        this.portions = new Portions(connection);
        this.refusals = refusals;
        this.tally = tally;
        this.log = log;
    }

    /**
     * From here on the server takes new rows in while the source is still read. Nothing else may be asked of it until
     * {@link #flush}.
     */
    void insertAsTheyCome() {
        asTheyCome = true;
    }

    void insert(byte[][] fields) throws SQLException {
        if (asTheyCome) {
            load(fields);
        } else if (!table.writesWhileReading()) {
            laterInserts.add(fields);
            return;
        }
        insertSoon(fields);
    }

    private void insertSoon(byte[][] fields) throws SQLException {
        inserts.add(fields);
        insertBytes += RowSpool.sizeOf(fields);
        if (inserts.size() == PORTION_ROWS || insertBytes > PORTION_BYTES) {
            flushInserts();
        }
    }

    private void load(byte[][] fields) throws SQLException {
        if (load == null && takesLoads && !limit.isReached()) {
            load = LoadPortion.begin(connection, table);
            takesLoads = load != null;
        }
        if (load != null) {
            load.add(fields);
        }
    }

    /** @param before the target's row */
    void update(byte[][] fields, byte[][] before) {
        if (updates.count() >= log.room()) {
            updates.add(fields);
            return;
        }
        byte[][] both = Arrays.copyOf(fields, fields.length * 2);
        System.arraycopy(before, 0, both, fields.length, before.length);
        updates.add(both);
    }

    /** @param row the target's, or as much of it as is known; its key at least */
    void remove(byte[][] row) {
        removals.add(row);
    }

    long removals() {
        return removals.count();
    }

    /** Writes the new and the changed rows. */
    void flush() throws SQLException {
        for (Iterator<byte[][]> rows = laterInserts.iterator(); rows.hasNext(); ) {
            insertSoon(rows.next());
        }
        flushInserts();
        List<Update> portion = new ArrayList<>();
        long bytes = 0;
        for (Iterator<byte[][]> rows = updates.iterator(); rows.hasNext(); ) {
            byte[][] kept = rows.next();
            portion.add(update(kept));
            bytes += RowSpool.sizeOf(kept);
            if (portion.size() == PORTION_ROWS || bytes > PORTION_BYTES) {
                write(portion);
                portion.clear();
                bytes = 0;
            }
        }
        write(portion);
    }

    private Update update(byte[][] kept) {
        int columns = table.columns().size();
        return kept.length == columns
                ? new Update(kept, null)
                : new Update(Arrays.copyOf(kept, columns), Arrays.copyOfRange(kept, columns, kept.length));
    }

    private void flushInserts() throws SQLException {
        LoadPortion ending = load;
        load = null;
        if (ending != null && ending.end()) {
            limit.take(inserts.size());
            inserted(inserts);
        } else {
            insertTogether();
        }
        inserts.clear();
        insertBytes = 0;
    }

    private void insertTogether() throws SQLException {
        if (!limit.isReached() && !inserts.isEmpty()) {
            table.makeReady();
        }
        portions.each(inserts, this::insert, (row, reason) -> postpone(Fate.INSERTED, row, null, reason));
    }

    private void insert(List<byte[][]> rows) throws SQLException {
        if (limit.take(rows.size())) {
            table.insert(rows);
        }
        inserted(rows);
    }

    private void inserted(List<byte[][]> rows) {
        tally.inserted(rows.size());
        for (byte[][] row : rows) {
            log.inserted(() -> texts.key(row), () -> texts.of(row));
        }
    }

    private void write(List<Update> rows) throws SQLException {
        if (!limit.isReached() && !rows.isEmpty()) {
            table.makeReady();
        }
        portions.each(rows, this::update, (row, reason) -> postpone(Fate.UPDATED, row.fields(), row.before(), reason));
    }

    private void update(List<Update> rows) throws SQLException {
        int found = limit.take(rows.size())
                ? table.update(rows.stream().map(Update::fields).toList())
                : rows.size();
        tally.updated(found);
        // Somebody else removed the others meanwhile; the next comparison will find them missing.
        tally.skipped(rows.size() - found);
        for (Update row : rows) {
            byte[][] before = row.before();
            if (before == null) {
                log.leaveOut();
            } else {
                log.updated(
                        () -> texts.key(row.fields()),
                        () -> texts.differing(before, row.fields()),
                        () -> texts.differing(row.fields(), before));
            }
        }
    }

    private void postpone(Fate fate, byte[][] fields, byte @Nullable [][] before, SQLException reason) {
        postponed.add(new Postponed(fate, fields, before, reason));
        if (postponed.size() + refusals.count() > refusals.limit()) {
            refusePostponed();
        }
    }

    /** Gives up the rows that the server did not take. */
    void refusePostponed() {
        for (Postponed row : postponed) {
            String reason = SqlProblem.describe(row.reason());
            if (row.fate() == Fate.REMOVED) {
                refusals.add(texts.key(row.fields()), null, Map.of(), "cannot be removed: " + reason);
            } else {
                refusals.add(texts.key(row.fields()), null, texts.of(row.fields()), reason);
            }
        }
        postponed.clear();
    }

    /**
     * Tries once more what the server did not take: the parent of a row may be there now, or the row that stood in its
     * way be gone.
     *
     * @return whether one went through, so that another one may now
     */
    boolean retry() throws SQLException {
        List<Postponed> rows = List.copyOf(postponed);
        postponed.clear();
        for (Postponed row : rows) {
            byte[][] before = row.before();
            if (row.fate() == Fate.REMOVED) {
                removePortion(Collections.singletonList(row.fields()));
            } else if (row.fate() == Fate.INSERTED) {
                portions.each(
                        Collections.singletonList(row.fields()),
                        this::insert,
                        (again, reason) -> postponed.add(new Postponed(row.fate(), again, null, reason)));
            } else {
                portions.each(
                        List.of(new Update(row.fields(), before)),
                        this::update,
                        (again, reason) -> postponed.add(new Postponed(row.fate(), again.fields(), before, reason)));
            }
        }
        return postponed.size() < rows.size();
    }

    /** Removes the rows that are to go. */
    void removeAll() throws SQLException {
        List<byte[][]> portion = new ArrayList<>();
        for (Iterator<byte[][]> rows = removals.iterator(); rows.hasNext(); ) {
            portion.add(rows.next());
            if (portion.size() == Math.min(REMOVAL_ROWS, table.fetchRows())) {
                removePortion(portion);
                portion.clear();
            }
        }
        removePortion(portion);
    }

    private void removePortion(List<byte[][]> rows) throws SQLException {
        portions.each(rows, this::removeNow, (row, reason) -> postpone(Fate.REMOVED, row, null, reason));
    }

    private void removeNow(List<byte[][]> rows) throws SQLException {
        if (!limit.take(rows.size())) {
            tally.removed(rows.size());
            rows.forEach(row -> log.removed(texts.key(row), texts.of(row)));
            return;
        }
        List<Whole> whole = log.isOpen() ? table.whole(rows) : List.of();
        int found = table.remove(rows);
        tally.removed(found);
        tally.skipped(rows.size() - found);
        for (Whole row : whole) {
            log.removed(texts.key(row.key()), row.values());
        }
        for (int i = whole.size(); i < found; i++) {
            log.leaveOut();
        }
    }

    /** Has the server take in what it was given, so that the connection can be asked for something else. */
    void endLoad() throws SQLException {
        if (load != null) {
            flushInserts();
        }
    }

    /** Gives up what the server was taking in, so that the connection can be asked again. */
    void giveUpLoad() throws SQLException {
        if (load != null) {
            load.giveUp();
            load = null;
        }
    }

    @Override
    public void close() {
        laterInserts.close();
        updates.close();
        removals.close();
    }
}
