package io.drover.send;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The time of a source, by its own clock.
 *
 * @param now not later than the snapshot in which its rows are read
 * @param settled everything stamped before it is in that snapshot: no transaction that began before is still open. Where
 *     a source does not tell, it is {@code now}, and the overlap of the task must cover its longest transaction
 * @param zone in which its stamps without a zone are meant
 */
record SourceTime(Instant now, Instant settled, ZoneId zone) {}
