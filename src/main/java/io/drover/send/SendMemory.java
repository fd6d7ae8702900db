package io.drover.send;

import io.drover.db.RunConnections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sends of a site have learned and need not find out again: which rows do not come in the order of their keys, and
 * which are so large that few of them are read at once. Lives as long as its site; thread-safe.
 */
public final class SendMemory {

    private static final int FEWER = 20;

    private final Set<String> unordered = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> fetchRows = new ConcurrentHashMap<>();

    boolean isUnordered(String rows) {
        return unordered.contains(rows);
    }

    void setUnordered(String rows) {
        unordered.add(rows);
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
