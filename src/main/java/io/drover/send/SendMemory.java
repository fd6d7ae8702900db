package io.drover.send;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sends of a site have learned and need not find out again: which rows do not come in the order of their keys.
 * Lives as long as its site; thread-safe.
 */
public final class SendMemory {

    private final Set<String> unordered = ConcurrentHashMap.newKeySet();

    boolean isUnordered(String rows) {
        return unordered.contains(rows);
    }

    void setUnordered(String rows) {
        unordered.add(rows);
    }
}
