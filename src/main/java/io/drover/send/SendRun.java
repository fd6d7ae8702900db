package io.drover.send;

import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The run a send belongs to.
 *
 * @param token grows with each claim of a run; the target refuses a commit with an older one than it has seen
 * @param source name of the database whose clock the watermark keeps
 * @param target name of the database that holds the run's ledger; committed last
 * @param tables the tables it writes to, by name of the database: no other run writes to them meanwhile
 * @param overlap how far before the watermark Send Changed looks again, for rows that were committed late
 * @param held rows that are neither written nor removed
 * @param holdEnded the last send left rows as they are that are held no longer, so that their changes may be older than
 *     the watermark: all rows are read
 * @param keepRows for how long the list of the run's rows is kept
 * @param confirmedRemovals how many rows may be removed although the guard would forbid it; null = none
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
        SortedMap<String, SortedSet<String>> tables,
        Duration overlap,
        Set<HeldKey> held,
        boolean holdEnded,
        Duration keepRows,
        @Nullable Long confirmedRemovals) {}
