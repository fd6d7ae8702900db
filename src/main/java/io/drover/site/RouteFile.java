package io.drover.site;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route file of a site as people see it.
 *
 * @param file as in {@link RouteProblem#file}
 * @param task what it defines, or would define
 * @param loadedAt when the version in use was taken in; null when there is none
 * @param problems of the file as it is now
 */
public record RouteFile(
        String file, String task, State state, @Nullable Instant loadedAt, List<RouteProblem> problems) {

    RouteFile with(RouteProblem further) {
        List<RouteProblem> all = new ArrayList<>(problems);
        all.add(further);
        return new RouteFile(file, task, state, loadedAt, all);
    }

    /** What is in use of a file. */
    public enum State {
        /** The file as it is now. */
        LOADED,
        /** Its last good version: the file as it is now is broken. */
        LAST_GOOD,
        /** Nothing: it is broken, and there was no good version since Drover was started. */
        BROKEN;

        /** As the API shows it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
