package io.drover.send;

/**
 * A row that an operator parked: no run touches it.
 *
 * @param key the columns of the key in their order, e.g. {@code product_code=A, region=VIC}; a value that holds a comma, a
 *     quote, or a blank at its beginning or end stands in double quotes, with quotes doubled
 */
public record HeldKey(String table, String key) {}
