package io.drover.command;

import io.drover.config.DroverException;

/** A program cannot be run, or did not end well; the message names it. */
public final class CommandException extends DroverException {

    private static final long serialVersionUID = 1;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
