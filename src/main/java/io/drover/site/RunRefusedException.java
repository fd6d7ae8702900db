package io.drover.site;

import io.drover.config.DroverException;
import io.drover.run.Run;

/** Something was asked of a run that it does not allow in its state; the message says why. */
public final class RunRefusedException extends DroverException {

    private static final long serialVersionUID = 1;

    RunRefusedException(Run run, String what, String why) {
        super("Run %d of %s cannot be %s: %s".formatted(run.run(), run.task(), what, why));
    }
}
