package io.drover.send;

import java.util.function.LongSupplier;

/** Stops a run that would empty a shop: a source that is empty or half-loaded looks like a mass deletion. */
final class Guard {

    private static final long FEW_ROWS = 500;
    private static final int PERCENT = 10;

    private Guard() {}

    /**
     * @param emptySource the source gave no row although its rows are the whole set
     * @param remaining counts the rows left in the table; asked only where it matters
     * @throws GuardException when the removal must not be committed
     */
    static void check(String table, long removed, boolean emptySource, LongSupplier remaining) {
        if (removed == 0) {
            return;
        }
        if (emptySource) {
            throw new GuardException(
                    "The source is empty: all %d rows of %s would be removed, so nothing was. If the source is right, confirm this run, once; 'guard: none' on the send switches the guard off"
                            .formatted(removed, table),
                    removed);
        }
        if (removed <= FEW_ROWS) {
            return;
        }
        long before = removed + remaining.getAsLong();
        if (removed * 100 > before * PERCENT) {
            throw new GuardException(
                    "%d of %d rows of %s would be removed, more than %d and more than %d %%, so nothing was. If the source is right, confirm this run, once; 'guard: none' on the send switches the guard off"
                            .formatted(removed, before, table, FEW_ROWS, PERCENT),
                    removed);
        }
    }
}
