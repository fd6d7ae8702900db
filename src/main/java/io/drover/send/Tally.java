package io.drover.send;

/** Counts what becomes of the rows of a send while it goes on. */
final class Tally {

    private long equal;
    private long inserted;
    private long updated;
    private long removed;
    private long held;
    private long skipped;

    void equal(long rows) {
        equal += rows;
    }

    void inserted(long rows) {
        inserted += rows;
    }

    void updated(long rows) {
        updated += rows;
    }

    void removed(long rows) {
        removed += rows;
    }

    void held() {
        held++;
    }

    void skipped(long rows) {
        skipped += rows;
    }

    /** Each row that was looked at has met exactly one fate, so what was read is their sum (rule 3 of a run). */
    SendCounts counts(long refused) {
        long read = equal + inserted + updated + removed + refused + held + skipped;
        return new SendCounts(read, equal, inserted, updated, removed, refused, held, skipped);
    }
}
