package io.drover.task;

import io.drover.config.DroverException;
import java.util.Collection;

/** A site has no task of that name; the message lists those it has. */
public final class UnknownTaskException extends DroverException {

    private static final long serialVersionUID = 1;

    public UnknownTaskException(String site, String task, Collection<String> known) {
        super("Site %s has no task '%s'. Its tasks: %s".formatted(site, task, String.join(", ", known)));
    }
}
