package io.drover.site;

import io.drover.config.DroverException;

/** A site cannot be started or stopped in the state it is in; the message says which and what to do. */
public final class IllegalMoveException extends DroverException {

    private static final long serialVersionUID = 1;

    IllegalMoveException(String message) {
        super(message);
    }
}
