package io.drover.site;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the audit a list shows, newest first; null = any.
 *
 * @param to exclusive
 * @param limit most lines returned
 */
public record AuditFilter(
        @Nullable String site,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit) {}
