package io.drover.site;

import io.drover.config.DroverException;

/** A site cannot be started or stopped in the state it is in; the message says which and what to do. */
public final class IllegalMoveException extends DroverException {

    private static final long serialVersionUID = 1;

    /** @param move what was asked for: started or stopped */
    IllegalMoveException(String site, SiteState state, String move) {
        super("Site %s cannot be %s: it is %s. Nothing was changed".formatted(site, move, words(state)));
    }

    private static String words(SiteState state) {
        return switch (state) {
            case STOPPED -> "stopped already";
            case STARTING -> "still being started";
            case RUNNING -> "running already";
            case STOPPING -> "still being stopped";
        };
    }
}
