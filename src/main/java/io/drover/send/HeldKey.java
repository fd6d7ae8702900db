package io.drover.send;

/**
 * A row that an operator parked: no run writes or removes it.
 *
 * @param table with its schema
 * @param key see {@link RowKey}
 */
public record HeldKey(String table, String key) {}
