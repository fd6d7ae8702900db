package io.drover.site;

import io.drover.config.DroverException;

/** A stop needs a reason that the next person can read (decision 9). */
public final class InvalidReasonException extends DroverException {

    private static final long serialVersionUID = 1;

    private static final int SHORTEST = 3;
    private static final int LONGEST = 200;

    private InvalidReasonException(int length) {
        super("A stop needs a reason of %d to %d characters, e.g. 'stocktake'; this one has %d"
                .formatted(SHORTEST, LONGEST, length));
    }

    /** @return the reason without blanks around it */
    public static String check(String reason) {
        String stripped = reason.strip();
        int length = stripped.codePointCount(0, stripped.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new InvalidReasonException(length);
        }
        return stripped;
    }
}
