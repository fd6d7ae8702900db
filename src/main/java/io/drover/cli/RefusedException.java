package io.drover.cli;

import io.drover.config.DroverException;

/** The server refused, or what was asked for failed; the message says why. */
final class RefusedException extends DroverException {

    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
