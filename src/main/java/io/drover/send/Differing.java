package io.drover.send;

/**
 * A row that source and target do not have alike.
 *
 * @param key a row of which only the fields of the key are known
 * @param inSource whether the source has one of this key
 */
record Differing(byte[][] key, boolean inSource) {}
