package io.drover.site;

import io.drover.config.DroverException;

/** Says in one line what is wrong with a route file, out of the chain of exceptions a parser or Camel throws. */
final class RouteFault {

    private static final int LONGEST = 500;

    private RouteFault() {}

    static String describe(Throwable fault) {
        if (fault instanceof StackOverflowError) {
            return "The file is nested too deeply";
        }
        Throwable root = fault;
        while (root.getCause() != null && !(root instanceof DroverException)) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
