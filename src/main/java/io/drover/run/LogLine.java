package io.drover.run;

import java.time.Instant;

/** A line of a run's log, numbered from 1. */
public record LogLine(int line, Instant at, String text) {}
