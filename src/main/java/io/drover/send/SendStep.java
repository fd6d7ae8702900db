package io.drover.send;

import io.drover.send.TargetTable.Cursor;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One send of a run: which rows of the target are merged with those of the source. The table as a whole where the rows
 * are the whole set, else the few rows that share a key with them, or with their parents. Constant memory, whatever the
 * size.
 */
final class SendStep implements Closeable {

    /** From so many rows on it may be cheaper to read the whole table than to look each of them up. */
    private static final int MANY_ROWS = 20_000;
    /** … namely where they are more than this part of the table. */
    private static final int MANY_PART = 20;

    /** Of rows that are compared by hashes most that may differ: with more of them one pass over whole rows is sooner. */
    private static final int MOST_DIFFERING = 200_000;
    /** … or this part of the table, … */
    private static final int DIFFERING_PART = 10;
    /** … but so many always. */
    private static final int FEW_DIFFERING = 2_000;

    private final SendContext context;
    private final SendOptions options;
    private final TargetTable table;
    private final Refusals refusals;
    private final Tally tally = new Tally();
    private final RowLog log;
    private final Changes changes;
    private final String name;
    private final KeyOrder keyOrder;
    private final RowOrder order;
    private final RowMerge merge;
    private final PortionMerge portions;
    private Stamps stamps;
    private long kept;
    private @Nullable OrderedRows source;
    private final List<String> notes = new ArrayList<>();

    /** @param number of the step in its run, from 1 */
    SendStep(SendContext context, SendOptions options, TargetTable table, int number, Connection connection) {
        this.context = context;
        this.options = options;
        this.table = table;
        this.name = "step " + number + " of " + context.run().task();
        this.order = new RowOrder(context, options, name);
        this.refusals = new Refusals(
                options.table(),
                options.refuse(),
                context.rows()::add,
                key -> context.run().held().contains(new HeldKey(options.table(), key)),
                tally::held);
        this.log = new RowLog(options.table(), options.lookFirst(), context.rows());
        this.changes = new Changes(connection, table, options.key(), context.limit(), refusals, tally, log);
        this.keyOrder = new KeyOrder(table.columns(), positions(options.key()));
        this.stamps = new Stamps(options.table(), context.clock());
        this.merge = new RowMerge(context, options, table, changes, tally);
        this.portions = new PortionMerge(table, merge);
    }

    private int[] positions(List<String> names) {
        return names.stream()
                .mapToInt(column ->
                        table.columns().stream().map(Column::name).toList().indexOf(column))
                .toArray();
    }

    SendOptions options() {
        return options;
    }

    SendCounts counts() {
        return tally.counts(refusals.count());
    }

    Refusals refusals() {
        return refusals;
    }

    /** Sends new and changed rows; {@code parent} is the send of the rows' parents, where the run has one. */
    void send(SourceRows rows, @Nullable SendStep parent) throws SQLException {
        Mode mode = context.run().mode();
        try {
            if (options.deletes() || options.isWhole(mode)) {
                sendWhole(rows);
            } else if (options.within().isEmpty()) {
                sendChanged(rows);
            } else {
                sendWithin(rows, parent);
            }
            changes.flush();
        } finally {
            changes.giveUpLoad();
        }
    }

    private void sendWhole(SourceRows rows) throws SQLException {
        boolean removes = options.deletes() || options.only() == SendOptions.Only.EVERYTHING;
        try (OrderedRows ordered = order.source(rows, keyOrder)) {
            order.noteSorting(ordered);
            mergeAll(unique(ordered, keyOrder), removes);
        }
    }

    /** Whether the rows of both sides may be compared by their hashes: never in a verify, which is to rely on nothing. */
    boolean mayCompareHashes() throws SQLException {
        return !options.deletes()
                && options.isWhole(context.run().mode())
                && context.run().purpose() != Purpose.VERIFY
                && !context.memory().isUnsteady(name)
                && context.run().held().stream().noneMatch(held -> held.table().equals(options.table()))
                && table.estimatedCount() >= context.memory().hashedFrom()
                && !table.isEmpty();
    }

    /** The source of the rows as one of hashes; null where it cannot be. */
    @Nullable
    HashedSource hashed(RowStream rows, Connection target, int fetchRows) throws SQLException {
        return HashedSource.of(rows, options, table.columns(), keyOrder, target, fetchRows);
    }

    /**
     * Sends all rows, of which only those are read whole whose hashes differ.
     *
     * @param rows the same rows whole; they are not touched
     * @param eachRow called for each row of the source
     * @return false when whole rows are to be compared instead; nothing was done then
     */
    boolean sendByHashes(HashedSource hashed, EncodedRows rows, Runnable eachRow) throws SQLException, IOException {
        long most = Math.min(MOST_DIFFERING, Math.max(FEW_DIFFERING, table.estimatedCount() / DIFFERING_PART));
        Stamps seen = new Stamps(options.table(), context.clock());
        HashMerge hashes = new HashMerge(options, table, keyOrder, order, most);
        boolean isAnswer = hashes.merge(hashed, rows, row -> {
            seen.look(row);
            eachRow.run();
        });
        if (!isAnswer) {
            context.note("%s: more than %,d rows differ, or a key has no value, so whole rows were compared"
                    .formatted(options.table(), most));
            return false;
        }
        stamps = seen;
        merge.equal(hashes.equal());
        tally.skipped(hashes.gone());
        List<Differing> differing = hashes.differing();
        context.note("%s: %,d rows are equal by their hashes, %,d read whole"
                .formatted(options.table(), hashes.equal(), differing.size()));
        boolean removes = options.only() == SendOptions.Only.EVERYTHING;
        try (RowStream stream =
                hashed.whole(differing.stream().map(Differing::key).toList())) {
            if (!portions.mergeAll(unique(rows.of(stream), keyOrder), differing, keyOrder, removes)) {
                context.memory().setUnsteady(name);
                throw new TryAgainException(
                        "The query for %s does not return the same rows when it is asked twice; whole rows are compared"
                                .formatted(options.table()));
            }
        }
        changes.flush();
        return true;
    }

    /** True when the rows decide about rows of the target that are not among them. */
    private boolean isComplete() {
        return options.deletes()
                || options.isWhole(context.run().mode())
                || !options.within().isEmpty();
    }

    private SourceRows unique(SourceRows rows, KeyOrder order) {
        return new UniqueRows(rows, order, table.columns(), options.key(), refusals, tally);
    }

    /** Merges with the whole table. */
    private void mergeAll(SourceRows rows, boolean removes) throws SQLException {
        if (table.isEmpty()) {
            log.close();
            changes.insertAsTheyCome();
            merge.merge(rows, TargetRows.NONE, keyOrder, removes);
            return;
        }
        try (Cursor cursor = table.all(keyOrder, order.isByBytes())) {
            merge.merge(rows, order.target(cursor::next, keyOrder, table.columns()), keyOrder, removes);
        }
    }

    /** Sends the rows that changed and looks up their like in the target; others stay as they are. */
    private void sendChanged(SourceRows rows) throws SQLException {
        OrderedRows sorted = OrderedRows.sorted(rows, keyOrder);
        source = sorted;
        long count = sorted.count();
        SourceRows unique = unique(sorted, keyOrder);
        if (count > MANY_ROWS && count * MANY_PART > table.estimatedCount()) {
            mergeAll(unique, false);
            return;
        }
        portions.mergeEach(unique, keyOrder);
    }

    private void sendWithin(SourceRows rows, @Nullable SendStep parent) throws SQLException {
        int[] parentPositions = positions(options.within());
        ChildMerge children = new ChildMerge(table, keyOrder, parentPositions, portions, tally);
        OrderedRows sorted = OrderedRows.sorted(rows, children.order());
        source = sorted;
        children.merge(
                parent == null ? () -> null : parent.keysFor(table, options, parentPositions),
                unique(sorted, children.order()));
    }

    /** The keys of this step's rows as the fields by which a child's table names its parent. */
    private SourceRows keysFor(TargetTable child, SendOptions childOptions, int[] childPositions) {
        OrderedRows own = source;
        if (own == null) {
            throw new SendException(
                    "send:%s names its parents within %s, but send:%s compares the whole table: set 'compare: true' for both"
                            .formatted(childOptions.table(), String.join(",", childOptions.within()), options.table()));
        }
        return new ParentKeys(own.again(), table.columns(), keyOrder.positions(), child.columns(), childPositions);
    }

    /** What the guard says to the removals of this step; empty when it lets them through. */
    Optional<Guard> judge() throws SQLException {
        if (refusals.anyWithoutKey() && changes.removals() > 0 && isComplete()) {
            kept = changes.removals();
            return Optional.empty();
        }
        if (!options.guarded() || changes.removals() == 0) {
            return Optional.empty();
        }
        boolean whole = options.deletes() || options.isWhole(context.run().mode());
        long before = whole ? merge.targetRows() : table.count();
        return Guard.judge(options.table(), changes.removals(), before, whole && merge.living() == 0);
    }

    /** Removes the rows that are to go. */
    void remove() throws SQLException {
        if (kept > 0) {
            tally.skipped(kept);
            notes.add("%s: a row could not be read, so %,d rows that the source seems to lack were kept"
                    .formatted(options.table(), kept));
            return;
        }
        changes.removeAll();
    }

    /**
     * Tries once more what the server did not take.
     *
     * @return whether a row went through
     */
    boolean retryPostponed() throws SQLException {
        return changes.retry();
    }

    /** Refuses what the server did not take. */
    void refusePostponed() {
        changes.refusePostponed();
    }

    /** Makes the run's connection free for other work than this step's. */
    void endLoad() throws SQLException {
        changes.endLoad();
    }

    void addNotes(List<String> lines) {
        notes.addAll(lines);
    }

    Stamps stamps() {
        return stamps;
    }

    /** What a person should know of this step. */
    List<String> notes() {
        return Stream.of(notes, refusals.notes(), stamps.notes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        changes.close();
        if (source != null) {
            source.close();
        }
    }
}
