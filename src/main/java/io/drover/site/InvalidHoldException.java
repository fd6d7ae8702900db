package io.drover.site;

import io.drover.config.DroverException;

/** A row cannot be held as it was named; the message says what a hold needs. */
public final class InvalidHoldException extends DroverException {

    private static final long serialVersionUID = 1;

    private final String field;

    InvalidHoldException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Which of table, key and until it is about. */
    public String field() {
        return field;
    }
}
