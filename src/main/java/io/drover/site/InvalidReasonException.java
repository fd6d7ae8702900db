package io.drover.site;

import io.drover.config.DroverException;

/** An act that others must understand later needs a reason that the next person can read (decision 9). */
public final class InvalidReasonException extends DroverException {

    private static final long serialVersionUID = 1;

    private static final int SHORTEST = 3;
    private static final int LONGEST = 200;

    private InvalidReasonException(String act, int length) {
        super("%s needs a reason of %d to %d characters, e.g. 'stocktake'; this one has %d"
                .formatted(act, SHORTEST, LONGEST, length));
    }

    /** @return the reason of a stop without blanks around it */
    public static String check(String reason) {
        return check("A stop", reason);
    }

    /** @param act what needs the reason, with its article */
    static String check(String act, String reason) {
        String stripped = reason.strip();
        int length = stripped.codePointCount(0, stripped.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new InvalidReasonException(act, length);
        }
        return stripped;
    }
}
