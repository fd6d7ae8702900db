package io.drover.run;

import io.drover.send.Purpose;
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
        @Nullable Purpose purpose,
        @Nullable Result result,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit) {

    /** Runs of every purpose. */
    public RunFilter(
            @Nullable String site,
            @Nullable String task,
            @Nullable Result result,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit) {
        this(site, task, null, result, from, to, limit);
    }
}
