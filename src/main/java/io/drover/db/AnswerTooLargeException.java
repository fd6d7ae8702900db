package io.drover.db;

import java.io.IOException;

/** A server answered with more than this process can hold; the rest is not read and the connection is lost. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1;

    AnswerTooLargeException(long most) {
        super(
                "rows of more than %,d bytes came at once, a fifth of Drover's memory (-Xmx). They are read in smaller portions, but a single row must not be larger"
                        .formatted(most));
    }

    /** Whether this is the reason of a failure. */
    public static boolean isIn(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof AnswerTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
