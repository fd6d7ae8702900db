package io.drover.site;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A step of a route, or its beginning.
 *
 * @param what the table, file, task or text that it is about
 * @param database the one that it reads, writes or asks; null where it is about none
 * @param note how it does it, in words; empty where there is nothing to say
 * @param line where it stands in its file; null where that is not known
 * @param inner the steps within it, in their order
 */
public record RouteStep(
        Kind kind,
        String what,
        @Nullable String database,
        String note,
        @Nullable Integer line,
        List<RouteStep> inner) {

    /** This step and all within it, in their order. */
    public Stream<RouteStep> all() {
        return Stream.concat(Stream.of(this), inner.stream().flatMap(RouteStep::all));
    }

    /** What a step does. */
    public enum Kind {
        BEGIN,
        /** Gives rows to the send that follows. */
        READ,
        /** Executes SQL for what it does, not for rows. */
        SQL,
        SEND,
        /** Asks for a run of a task. */
        ASK,
        OTHER
    }
}
