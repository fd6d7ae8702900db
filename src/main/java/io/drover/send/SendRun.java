package io.drover.send;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run a send belongs to.
 *
 * @param token grows with each claim of a run; the target refuses a commit with an older one than it has seen
 * @param source name of the database whose clock the watermark keeps
 * @param target name of the database that holds the run's ledger; committed last
 * @param overlap how far before the watermark Send Changed looks again, for rows that were committed late
 * @param held rows that the run must leave as they are
 * @param confirmedRemovals how many rows a person allowed the run to remove past the guard; null = none
 */
public record SendRun(
        String site,
        String task,
        String queue,
        Mode mode,
        Purpose purpose,
        long run,
        long token,
        String source,
        String target,
        Duration overlap,
        Set<HeldKey> held,
        @Nullable Long confirmedRemovals) {

    public SendRun {
        held = Set.copyOf(held);
    }
}
