package io.drover.site;

import io.drover.config.DroverException;

/** A click came at a time that the schedules of its task leave out (decision 8); the message says which they leave. */
public final class OutsideWindowException extends DroverException {

    private static final long serialVersionUID = 1;

    OutsideWindowException(String message) {
        super(message);
    }
}
