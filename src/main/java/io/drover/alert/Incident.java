package io.drover.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something people were told of, from its beginning to its end.
 *
 * @param about the subject of the rule, for a person
 * @param closedAt null while it lasts
 */
public record Incident(
        long incident,
        AlertRule rule,
        String subject,
        @Nullable String site,
        @Nullable String task,
        String about,
        String why,
        Instant openedAt,
        @Nullable Instant closedAt) {}
