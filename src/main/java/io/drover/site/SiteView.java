package io.drover.site;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site as people see it.
 *
 * @param reason why it is stopped; null while it runs or nobody gave one
 * @param by who brought it into this state
 * @param threads names of its queues that are being worked on
 * @param problems what is wrong with its route files or its last stop, one line each
 */
public record SiteView(
        String site,
        SiteState state,
        @Nullable String reason,
        String by,
        Instant since,
        List<String> threads,
        List<String> problems) {}
