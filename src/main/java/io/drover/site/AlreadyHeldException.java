package io.drover.site;

import io.drover.config.DroverException;

/** A row is held already: one hold per row, so that a release releases it. */
public final class AlreadyHeldException extends DroverException {

    private static final long serialVersionUID = 1;

    AlreadyHeldException(String table, String key) {
        super("The row %s of %s is held already; release it first to hold it for another reason or time"
                .formatted(key, table));
    }
}
