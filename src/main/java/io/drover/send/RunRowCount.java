package io.drover.send;

import org.jspecify.annotations.Nullable;

/**
 * How many rows of a run had one fate in one table and met one rule.
 *
 * @param attention the rule; null = none
 */
public record RunRowCount(String table, Fate fate, @Nullable String attention, long rows) {}
