package io.drover.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node should look at now. It carries no news itself: those are in the control database, so that a signal may come
 * twice, late or not at all.
 *
 * @param site null = all sites
 * @param text more of it, e.g. the name of a queue; empty = none
 */
public record Signal(Kind kind, @Nullable String site, String text) {

    /** What there is to look at. */
    public enum Kind {
        /** Whether the site should run, and where it is served. */
        SITE,
        SCHEDULES,
        /** Runs that wait; the text names the queue, empty = all. */
        QUEUE,
        /** Requests to stop runs that this node executes. */
        STOP,
        /** A run that was to be stopped has ended; the text is its number. */
        ENDED,
        /** Runs whose node is gone. */
        DEAD_RUNS,
        /** Letters that are due, whatever their site. */
        LETTER,
        /** Whatever had to wait for Drover's own database: it has answered. */
        ANSWERED
    }

    static Signal ofAll(Kind kind) {
        return new Signal(kind, null, "");
    }

    /** As triggers of the control database write it; empty for what a newer version of Drover may say. */
    static Optional<Signal> read(String payload) {
        String[] words = payload.split(" ", 3);
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(words[0]) && words.length > 1) {
                return Optional.of(new Signal(kind, words[1], words.length == 3 ? words[2] : ""));
            }
        }
        return Optional.empty();
    }
}
