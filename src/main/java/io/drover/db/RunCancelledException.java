package io.drover.db;

import io.drover.config.DroverException;

/** A run was stopped while it worked; whoever stopped it knows by whom and why. */
public final class RunCancelledException extends DroverException {

    private static final long serialVersionUID = 1;

    public RunCancelledException() {
        super("The run was stopped");
    }
}
