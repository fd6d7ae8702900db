package io.drover.site;

import io.drover.config.DroverException;

/** Something was asked at a time that the schedules of its task leave out (decision 8); the message says which they leave. */
public final class OutsideWindowException extends DroverException {

    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason which times they leave */
    OutsideWindowException(String reason) {
        super(reason + ". Nothing was asked for; force it to do it all the same");
        this.reason = reason;
    }

    /** The message without the way out, for whoever offers it. */
    public String reason() {
        return reason;
    }
}
