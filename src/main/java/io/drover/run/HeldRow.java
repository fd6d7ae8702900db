package io.drover.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that an operator parked, so that no run of the task touches it.
 *
 * @param key the columns of the key in their order, e.g. {@code product_code=A, region=VIC}
 * @param until from then on it is no longer held
 * @param releasedBy who released it before that; null while nobody did
 */
public record HeldRow(
        long id,
        String site,
        String task,
        String table,
        String key,
        String reason,
        Instant until,
        String by,
        Instant at,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt) {

    /** Where a held row is between hold and release. */
    public enum State {
        HELD,
        EXPIRED,
        RELEASED;

        /** As the API and the console show it. */
        public String word() {
            return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
        }
    }

    public State state(Instant now) {
        if (releasedAt != null) {
            return State.RELEASED;
        }
        return until.isAfter(now) ? State.HELD : State.EXPIRED;
    }
}
