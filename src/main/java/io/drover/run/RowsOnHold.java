package io.drover.run;

import io.drover.send.HeldKey;
import java.util.Set;

/**
 * What the holds of a task mean to its next run.
 *
 * @param held rows that it must leave as they are
 * @param anyEnded the last send left a row as it is that is held no longer: Send Changed must look for it among all rows
 */
record RowsOnHold(Set<HeldKey> held, boolean anyEnded) {}
