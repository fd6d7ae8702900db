package io.drover.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shows, newest first; null = any.
 *
 * @param from earliest request
 * @param to latest request, exclusive
 * @param limit most runs returned
 */
public record RunFilter(
        @Nullable String site,
        @Nullable String task,
        @Nullable Result result,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit) {}
