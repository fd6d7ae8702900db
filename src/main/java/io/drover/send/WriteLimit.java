package io.drover.send;

/**
 * How many rows of the target a run may touch. A send touches all that differ; a preview, which takes everything back,
 * stops after so many that the shop is not left with the waste of a whole load; a verify touches none.
 */
final class WriteLimit {

    private static final long PREVIEW_ROWS = 100_000;

    private final long rows;
    private long taken;

    private WriteLimit(long rows) {
        this.rows = rows;
    }

    static WriteLimit of(Purpose purpose) {
        return new WriteLimit(
                switch (purpose) {
                    case SEND, UNDO -> Long.MAX_VALUE;
                    case PREVIEW -> PREVIEW_ROWS;
                    case VERIFY -> 0;
                });
    }

    /** Whether these rows, and none before them have been left out, may be written. */
    boolean take(int count) {
        if (isReached()) {
            return false;
        }
        taken += count;
        return true;
    }

    /** True when no more rows may be written. */
    boolean isReached() {
        return taken >= rows;
    }
}
