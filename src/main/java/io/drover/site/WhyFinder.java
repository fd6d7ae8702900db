package io.drover.site;

import io.drover.send.SendException;
import io.drover.send.Why;

/** Looks one row up in source and target of a site as they are now. It reads only. Thread-safe. */
@FunctionalInterface
public interface WhyFinder {

    /**
     * @param task one that sends rows
     * @param key as a person writes it, see {@link io.drover.send.RowKey}
     * @throws IllegalArgumentException when the key is none of a table of this task, saying how one is written
     * @throws SendException when source or target do not answer
     */
    Why find(String task, String key);
}
