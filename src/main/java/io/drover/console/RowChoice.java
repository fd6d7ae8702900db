package io.drover.console;

/**
 * A link that chooses some rows of a run.
 *
 * @param isCurrent whether these are the rows that are shown
 */
public record RowChoice(String words, String rows, String link, boolean isCurrent) {}
