package io.drover.console;

/** A page that says only what went wrong, with a way back. */
public record MessagePage(PageFrame frame, String text) {}
