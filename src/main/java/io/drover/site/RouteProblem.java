package io.drover.site;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a route file.
 *
 * @param file its path from the folder of route files on, such as {@code routes/LIVE/product-master.camel.yaml}
 * @param line counted from 1; null where the problem is the file as a whole
 * @param reason in one line
 */
public record RouteProblem(String file, @Nullable Integer line, String reason) {

    /** {@code file:line: reason}, the form in which editors and build servers know a place. */
    public String text() {
        return line == null ? "%s: %s".formatted(file, reason) : "%s:%d: %s".formatted(file, line, reason);
    }
}
