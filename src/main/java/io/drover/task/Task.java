package io.drover.task;

import io.drover.send.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What one route file defines.
 *
 * @param name the route's id and the file's name without its ending
 * @param file where it stands, as {@code file:line} or the path alone
 * @param modes in which modes an operator or a schedule may ask for it
 * @param schedules default schedules in words, by mode
 * @param freshWithin how old the shop's data may be; null = no promise
 * @param source name of the database that is read in one snapshot; {@link #NO_SOURCE} when the rows come from none
 * @param target name of the database that holds the run's ledger
 * @param overlap how far before the watermark Send Changed looks again
 * @param timeout how long a run may take before it is ended, so that its queue goes on
 * @param sendAfter edits in the source after which people send it
 * @param mail whom the end of its runs is told; null = nobody of its own
 * @param asks the tasks for which its {@code task:} steps ask; those that a message names are not among them
 * @param sends the tables its {@code send:} steps write to, by name of the database; empty for a task without rows
 */
public record Task(
        String name,
        String title,
        String description,
        String file,
        String queue,
        Set<Mode> modes,
        Map<Mode, String> schedules,
        @Nullable Duration freshWithin,
        String source,
        String target,
        Duration overlap,
        Duration timeout,
        List<String> sendAfter,
        @Nullable TaskMail mail,
        SortedSet<String> asks,
        SortedMap<String, SortedSet<String>> sends) {

    /** The source of a task whose rows come from files. */
    public static final String NO_SOURCE = "none";

    /** Name of the database whose clock the watermark keeps. */
    public String clock() {
        return source.equals(NO_SOURCE) ? target : source;
    }

    /** False for a script or a poll: it has no rows, so Send All and Send Changed mean nothing for it. */
    public boolean isSendable() {
        return !sends.isEmpty();
    }
}
