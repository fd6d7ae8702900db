package io.drover.alert;

import io.drover.config.DroverException;

/** A letter was not taken, or it is not known whether it was; it will be tried again. */
final class UndeliveredException extends DroverException {

    private static final long serialVersionUID = 1;

    UndeliveredException(String message, Throwable cause) {
        super(message, cause);
    }

    UndeliveredException(String message) {
        super(message);
    }
}
