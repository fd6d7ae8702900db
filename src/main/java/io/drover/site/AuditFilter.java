package io.drover.site;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the audit a list shows, newest first; null = any.
 *
 * @param what the act, in the words of {@link Act#what}
 * @param to exclusive
 * @param before number of the last line already seen: only older ones
 * @param limit most lines returned
 */
public record AuditFilter(
        @Nullable String site,
        @Nullable String who,
        @Nullable String what,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {

    /** The latest lines of a site. */
    public static AuditFilter of(String site, int limit) {
        return new AuditFilter(site, null, null, null, null, null, limit);
    }

    /** What comes after it: lines older than that one. */
    public AuditFilter olderThan(long line) {
        return new AuditFilter(site, who, what, from, to, line, limit);
    }
}
