package io.drover.console;

import io.drover.config.DroverException;

/** An address names a site or run that is not there. */
final class NotFoundException extends DroverException {

    private static final long serialVersionUID = 1;

    NotFoundException(String message) {
        super(message);
    }
}
