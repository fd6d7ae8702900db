package io.drover.task;

/**
 * Ids of routes in a site's Camel. A route has the name of its file; where a newer version of the file comes in while the
 * older one is still there, the newer is told apart by a number.
 */
public final class RouteVersion {

    private static final char SEPARATOR = '@';

    private RouteVersion() {}

    /** @param number from 1 on */
    public static String id(String name, int number) {
        return number == 1 ? name : name + SEPARATOR + number;
    }

    /** The name without the number. */
    public static String name(String id) {
        int at = id.indexOf(SEPARATOR);
        return at < 0 ? id : id.substring(0, at);
    }
}
