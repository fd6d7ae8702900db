package io.drover.site;

import io.drover.config.DroverException;
import io.drover.send.Mode;
import java.util.Set;

/** Send All or Send Changed was asked of a task that does not do it. */
public final class NotSendableException extends DroverException {

    private static final long serialVersionUID = 1;

    NotSendableException(String task) {
        super("Task %s sends no rows, so it cannot be sent; it runs by its schedule".formatted(task));
    }

    NotSendableException(String task, Mode mode, Set<Mode> modes) {
        super("Task %s cannot be sent by %s; it allows %s"
                .formatted(task, mode.words(), modes.stream().map(Mode::words).toList()));
    }
}
