package io.drover.site;

import org.jspecify.annotations.Nullable;

/** A route file would make a chain go round; another file may end that. */
final class ChainLoopException extends BrokenRouteException {

    private static final long serialVersionUID = 1;

    ChainLoopException(@Nullable Integer line, String reason) {
        super(line, reason);
    }
}
