package io.drover.site;

import io.drover.config.DroverException;
import org.jspecify.annotations.Nullable;

/** A route file cannot be used; nothing was changed. */
class BrokenRouteException extends DroverException {

    private static final long serialVersionUID = 1;

    private final @Nullable Integer line;

    /** @param line counted from 1; null where the file as a whole is meant */
    BrokenRouteException(@Nullable Integer line, String reason) {
        super(reason);
        this.line = line;
    }

    @Nullable
    Integer line() {
        return line;
    }
}
