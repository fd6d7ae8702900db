package io.drover.config;

import java.time.Duration;

/**
 * For how long what is remembered of runs.
 *
 * @param rows of a run can be looked at, and the run be undone
 * @param runs stand in the history
 * @param runsPerTask at most, of one task of one site
 * @param logs of runs, in the database and on disk
 */
public record Keep(Duration rows, Duration runs, int runsPerTask, Duration logs) {

    public static final Keep USUAL = new Keep(Duration.ofDays(14), Duration.ofDays(90), 10_000, Duration.ofDays(30));
}
