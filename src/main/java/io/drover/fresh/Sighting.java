package io.drover.fresh;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was last found out of a task that sends, by the node that looks for all.
 *
 * @param lookedAt by the control database's clock
 * @param isOld nobody has looked for longer than a minute
 * @param problem as in {@link io.drover.site.SiteReach.Look}
 * @param upto the watermark of the shop; the last one there was where it was given up because of refused rows
 * @param isGivenUp the shop has no watermark at this moment
 * @param answered when the run began that took the shop so far
 */
record Sighting(
        Instant lookedAt,
        boolean isOld,
        @Nullable String problem,
        @Nullable Instant upto,
        boolean isGivenUp,
        @Nullable Instant answered,
        Duration clockAhead,
        @Nullable Long waiting,
        @Nullable Instant countedAt,
        @Nullable String countProblem) {}
