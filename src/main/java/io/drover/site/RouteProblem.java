package io.drover.site;

/**
 * What is wrong with a route file.
 *
 * @param file its path
 * @param message what is wrong and, where it is known, in which line
 */
public record RouteProblem(String file, String message) {

    String line() {
        return file + ": " + message;
    }
}
