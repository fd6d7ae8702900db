package io.drover.run;

import java.time.Instant;

/**
 * Runs of a task, of a site or of several, with the same result that lie close together in time.
 *
 * @param site its name; empty where they are of several
 * @param task its name; empty where they are of several
 * @param runs how many
 * @param latest number of the latest one
 * @param begun when the first one began; of one that never did, when it was due
 * @param ended when the last one ended
 */
public record RunGroup(String site, String task, Result result, int runs, long latest, Instant begun, Instant ended) {}
