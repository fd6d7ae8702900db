package io.drover.site;

import io.drover.config.DroverException;

/** A schedule cannot be as it was given; the message says what it needs. Nothing was changed. */
public final class InvalidScheduleException extends DroverException {

    private static final long serialVersionUID = 1;

    private final String field;

    InvalidScheduleException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Which field of the schedule it is about. */
    public String field() {
        return field;
    }
}
