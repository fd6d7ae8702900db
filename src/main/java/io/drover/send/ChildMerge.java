package io.drover.send;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Completes the children of every parent that was sent in the run or occurs among the rows: what such a parent has
 * besides them is removed, other parents keep theirs.
 */
final class ChildMerge {

    private final KeyOrder keyOrder;
    private final PortionMerge portions;
    private final Tally tally;
    private final int[] parentPositions;
    private final KeyOrder byParent;
    private final KeyOrder order;
    private final List<SourceRow> children = new ArrayList<>();
    private final TreeSet<byte[][]> parents;
    private long bytes;

    /** @param parentPositions of the fields that name the parent */
    ChildMerge(TargetTable table, KeyOrder keyOrder, int[] parentPositions, PortionMerge portions, Tally tally) {
        this.keyOrder = keyOrder;
        this.portions = portions;
        this.tally = tally;
        this.parentPositions = parentPositions;
        this.byParent = new KeyOrder(table.columns(), parentPositions);
        this.order = new KeyOrder(
                table.columns(),
                IntStream.concat(
                                IntStream.of(parentPositions),
                                IntStream.of(keyOrder.positions())
                                        .filter(i ->
                                                IntStream.of(parentPositions).noneMatch(j -> i == j)))
                        .toArray());
        this.parents = new TreeSet<>(byParent);
    }

    /** By parent, then by key: the order in which rows are merged. */
    KeyOrder order() {
        return order;
    }

    /**
     * Merges all rows.
     *
     * @param sent the parents that were sent before, as rows of which only these fields are set, in their order
     * @param rows the children, in the {@linkplain #order order} of the merge
     */
    void merge(SourceRows sent, SourceRows rows) throws SQLException {
        SourceRow parent = sent.next();
        SourceRow child = rows.next();
        while (parent != null || child != null) {
            if (isFirst(parent, child)) {
                begin(Objects.requireNonNull(parent));
                parent = sent.next();
            } else {
                begin(Objects.requireNonNull(child));
                add(child);
                child = rows.next();
            }
        }
        mergePortion();
    }

    private boolean isFirst(@Nullable SourceRow parent, @Nullable SourceRow child) {
        return parent != null && (child == null || byParent.compare(parent.fields(), child.fields()) <= 0);
    }

    private void begin(SourceRow row) throws SQLException {
        if (portions.isFull(parents.size(), bytes) && !parents.contains(row.fields())) {
            mergePortion();
        }
        parents.add(row.fields());
    }

    private void add(SourceRow child) {
        if (IntStream.of(keyOrder.positions()).anyMatch(i -> child.fields()[i] == null)) {
            // It stands for a parent that is gone, without any child.
            tally.skipped(1);
        } else {
            children.add(child);
            bytes += RowSpool.sizeOf(child.fields());
        }
    }

    private void mergePortion() throws SQLException {
        portions.merge(children, List.copyOf(parents), parentPositions, order, true);
        children.clear();
        parents.clear();
        bytes = 0;
    }
}
