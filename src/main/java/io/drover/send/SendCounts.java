package io.drover.send;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the rows. In every run {@code read = equal + inserted + updated + removed + refused + held +
 * skipped}: {@code read} counts each row that was looked at, those of the source and those that only the target had.
 *
 * @param equal already the same in the target; not written
 * @param removed deleted in the target
 * @param refused not taken by the target, named in the run
 * @param held parked by an operator
 * @param skipped left out by a rule of the task, e.g. a row that left the set and was not in the shop either
 */
public record SendCounts(
        long read, long equal, long inserted, long updated, long removed, long refused, long held, long skipped) {

    public static final SendCounts NONE = new SendCounts(0, 0, 0, 0, 0, 0, 0, 0);

    static SendCounts upserted(long equal, long inserted, long updated, long skipped) {
        return new SendCounts(equal + inserted + updated + skipped, equal, inserted, updated, 0, 0, 0, skipped);
    }

    static SendCounts removed(long removed, long skipped) {
        return new SendCounts(removed + skipped, 0, 0, 0, removed, 0, 0, skipped);
    }

    public SendCounts plus(SendCounts other) {
        return new SendCounts(
                read + other.read,
                equal + other.equal,
                inserted + other.inserted,
                updated + other.updated,
                removed + other.removed,
                refused + other.refused,
                held + other.held,
                skipped + other.skipped);
    }

    /** All counts by the names that people and programs know them by, in their order. */
    public Map<String, Long> byName() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("read", read);
        all.put("equal", equal);
        all.put("inserted", inserted);
        all.put("updated", updated);
        all.put("removed", removed);
        all.put("refused", refused);
        all.put("held", held);
        all.put("skipped", skipped);
        return all;
    }

    /** Rows written to the target. */
    public long written() {
        return inserted + updated + removed;
    }
}
