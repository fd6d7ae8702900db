package io.drover.send;

/** What the sends of one site remember from one run to the next. It lives as long as the site. Thread-safe. */
public final class SendMemory {}
