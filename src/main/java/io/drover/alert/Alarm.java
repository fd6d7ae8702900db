package io.drover.alert;

import org.jspecify.annotations.Nullable;

/**
 * Something that is the case now and that people are to be told of.
 *
 * @param subject of whom the rule speaks, one of a kind among those of the rule: it is one incident for as long as it lasts
 * @param site null where it is about none
 * @param task its name; null where it is about none
 * @param about the subject for a person
 * @param why in one sentence
 */
record Alarm(
        AlertRule rule,
        String subject,
        @Nullable String site,
        @Nullable String task,
        String about,
        String why) {}
