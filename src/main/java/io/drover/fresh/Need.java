package io.drover.fresh;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs a person: what, why, and what it is about.
 *
 * @param site null where it is about all of them
 * @param task its name; null where it is about none
 * @param about its title for a person: a task, a file, a node
 * @param what in a few words
 * @param why in one sentence
 * @param since when it began; null where that is not known
 * @param run the run to look at; null where there is none
 */
public record Need(
        Kind kind,
        @Nullable String site,
        @Nullable String task,
        String about,
        String what,
        String why,
        @Nullable Instant since,
        @Nullable Long run) {

    /** Its site; empty where it has none, or what it is about ends with that already. */
    public String where() {
        return site == null || about.endsWith(site) ? "" : site;
    }

    /** What it is about, and where. */
    public String aboutAndWhere() {
        return where().isEmpty() ? about : "%s, %s".formatted(about, where());
    }

    /** In the order in which they are shown. */
    public enum Kind {
        /** A source or a shop does not answer. */
        UNREACHABLE,
        /** A run failed, and none has been OK since. */
        FAILED,
        /** The guard kept a run from removing rows; a person may confirm it. */
        GUARD,
        /** Due, and not begun. */
        MISSED,
        /** Late for no reason that another need tells. */
        LATE,
        /** The shop does not take some rows. */
        REFUSED,
        /** A site that should run does not, or somebody stopped it. */
        STOPPED,
        /** Asked for while the site was stopped. */
        PENDING,
        /** A route file is broken. */
        ROUTE,
        /** A node gives no sign of life. */
        NODE
    }
}
