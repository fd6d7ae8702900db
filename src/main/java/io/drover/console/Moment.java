package io.drover.console;

/**
 * An instant for a {@code time} element.
 *
 * @param iso for machines
 * @param text for people, in the zone that the page names
 */
public record Moment(String iso, String text) {}
