package io.drover.run;

import io.drover.send.Mode;

/** A task of a site in one of its modes: what has a schedule and a last run. */
public record TaskMode(String site, String task, Mode mode) {}
