package io.drover.send;

import io.drover.config.DroverException;

/** A send could not go on; the message names table, key, column and reason. The target is left as it was. */
public class SendException extends DroverException {

    private static final long serialVersionUID = 1;

    public SendException(String message) {
        super(message);
    }

    public SendException(String message, Throwable cause) {
        super(message, cause);
    }
}
