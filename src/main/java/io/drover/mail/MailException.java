package io.drover.mail;

import io.drover.config.DroverException;

/** The rows that a {@code mail:} step was given can be no mails; the message says why. */
public final class MailException extends DroverException {

    private static final long serialVersionUID = 1;

    public MailException(String message) {
        super(message);
    }
}
