package io.drover.send;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pairs rows of the source with rows of the target, both in the order of their keys, and decides what becomes of each:
 * the one place where a difference turns into a change.
 */
final class RowMerge {

    private final SendContext context;
    private final SendOptions options;
    private final TargetTable table;
    private final Changes changes;
    private final Tally tally;
    private final boolean holds;
    private long living;
    private long targetRows;

    RowMerge(SendContext context, SendOptions options, TargetTable table, Changes changes, Tally tally) {
        this.context = context;
        this.options = options;
        this.table = table;
        this.changes = changes;
        this.tally = tally;
        this.holds = context.run().held().stream().anyMatch(held -> held.table().equals(options.table()));
    }

    /** @param removes whether a row that only the target has is to go */
    void merge(SourceRows rows, TargetRows target, KeyOrder order, boolean removes) throws SQLException {
        SourceRow row = rows.next();
        byte[][] old = target.next();
        while (row != null || old != null) {
            int side = row == null ? 1 : old == null ? -1 : order.compare(row.fields(), old);
            if (row != null && side < 0) {
                onlySource(row);
            } else if (old != null && side > 0) {
                if (removes) {
                    onlyTarget(old);
                }
            } else if (row != null && old != null) {
                both(row, old);
            }
            count(side <= 0 ? row : null, side >= 0);
            row = side <= 0 ? rows.next() : row;
            old = side >= 0 ? target.next() : old;
        }
    }

    /** Counts rows that both sides have and that were found equal without being merged here. */
    void equal(long rows) {
        tally.equal(rows);
        living += rows;
        targetRows += rows;
    }

    private void count(@Nullable SourceRow row, boolean target) {
        if (row != null && row.isLiving()) {
            living++;
        }
        if (target) {
            targetRows++;
        }
    }

    /** Rows of the source so far, without those that are gone or refused. */
    long living() {
        return living;
    }

    /** Rows of the target so far. */
    long targetRows() {
        return targetRows;
    }

    private void onlySource(SourceRow row) throws SQLException {
        switch (row.state()) {
            case LIVING -> {
                if (options.deletes()) {
                    return;
                }
                if (options.only() == SendOptions.Only.UPDATE) {
                    tally.skipped(1);
                } else if (!isHeld(row.fields())) {
                    changes.insert(row.fields());
                }
            }
            case GONE -> tally.skipped(1);
            case REFUSED -> {
                // Counted when it was refused.
            }
        }
    }

    private void onlyTarget(byte[][] old) {
        if (!isHeld(old)) {
            changes.remove(old);
        }
    }

    private void both(SourceRow row, byte[][] old) {
        if (row.state() == SourceRow.State.REFUSED) {
            return;
        }
        if (options.deletes()) {
            if (row.isGone()) {
                onlyTarget(old);
            }
            return;
        }
        if (isHeld(old)) {
            return;
        }
        if (row.isGone()) {
            if (options.only() == SendOptions.Only.EVERYTHING) {
                changes.remove(old);
            } else {
                tally.skipped(1);
            }
        } else if (options.only() == SendOptions.Only.INSERT || isEqual(row.fields(), old)) {
            tally.equal(1);
        } else {
            changes.update(row.fields(), old);
        }
    }

    private static boolean isEqual(byte[][] one, byte[][] other) {
        for (int i = 0; i < one.length; i++) {
            if (!Arrays.equals(one[i], other[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean isHeld(byte[][] fields) {
        if (!holds) {
            return false;
        }
        String key = RowKey.of(table.columns(), options.key(), fields).text();
        boolean held = context.run().held().contains(new HeldKey(options.table(), key));
        if (held) {
            tally.held();
            context.rows().add(RunRow.held(options.table(), key));
        }
        return held;
    }
}
