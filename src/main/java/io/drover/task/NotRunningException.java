package io.drover.task;

import io.drover.config.DroverException;

/** A run was asked for on a site that does not run; the message says what to do. */
public final class NotRunningException extends DroverException {

    private static final long serialVersionUID = 1;

    public NotRunningException(String site) {
        super("Site %s is not running, so nothing was asked for. Start it (Start Site), then ask again"
                .formatted(site));
    }
}
