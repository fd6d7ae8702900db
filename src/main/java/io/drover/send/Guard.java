package io.drover.send;

import java.util.Optional;

/**
 * Stops a run that would empty a shop: a source that is empty or half-loaded looks like a mass deletion.
 *
 * @param reason why the rows must not be removed
 */
record Guard(long removals, String reason) {

    private static final long FEW_ROWS = 500;
    private static final int PERCENT = 10;

    /**
     * @param before rows of the table before the removal
     * @param emptySource the source gave no row although its rows are the whole set
     * @return empty when the rows may be removed
     */
    static Optional<Guard> judge(String table, long removals, long before, boolean emptySource) {
        if (emptySource) {
            return Optional.of(new Guard(
                    removals,
                    "the source is empty, so all %,d rows of %s would be removed".formatted(removals, table)));
        }
        if (removals > FEW_ROWS && removals * 100 > before * PERCENT) {
            return Optional.of(new Guard(
                    removals,
                    "%,d of %,d rows of %s would be removed, more than %d and more than %d %%"
                            .formatted(removals, before, table, FEW_ROWS, PERCENT)));
        }
        return Optional.empty();
    }
}
