package io.drover.send;

import io.drover.db.RunConnections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sends of a site have learned and need not find out again: which rows do not come in the order of their keys,
 * which are others when they are asked for again, and which are so large that few of them are read at once. Lives as long as its site; thread-safe.
 */
public final class SendMemory {

    private static final int FEWER = 20;
    /** With fewer rows a second query costs more than it spares. */
    private static final int HASHED_FROM = 20_000;

    private final Set<String> unordered = ConcurrentHashMap.newKeySet();
    private final Set<String> unsteady = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> fetchRows = new ConcurrentHashMap<>();

    private final int hashedFrom;

    public SendMemory() {
        this(HASHED_FROM);
    }

    /** @param hashedFrom rows that a table has at least for its rows to be compared by hashes */
    SendMemory(int hashedFrom) {
        this.hashedFrom = hashedFrom;
    }

    int hashedFrom() {
        return hashedFrom;
    }

    boolean isUnordered(String rows) {
        return unordered.contains(rows);
    }

    void setUnordered(String rows) {
        unordered.add(rows);
    }

    /** Whether a query returns other rows when it is asked once more in the same snapshot. */
    boolean isUnsteady(String rows) {
        return unsteady.contains(rows);
    }

    void setUnsteady(String rows) {
        unsteady.add(rows);
    }

    /** How many rows the sends of a task fetch at once. */
    public int fetchRows(String task) {
        return fetchRows.getOrDefault(task, RunConnections.FETCH_ROWS);
    }

    /**
     * From now on the sends of a task fetch fewer rows at once.
     *
     * @param than how many were too many
     * @return false when it was a single one
     */
    public boolean fetchFewer(String task, int than) {
        fetchRows.merge(task, Math.max(1, than / FEWER), Math::min);
        return than > 1;
    }
}
