package io.drover.cli;

import io.drover.config.DroverException;
import java.net.URI;

/** Nobody answers at the address of the server. */
final class UnreachableException extends DroverException {

    private static final long serialVersionUID = 1;

    UnreachableException(URI server, Exception cause) {
        super("%s is not reachable. Is Drover running? ./drover run".formatted(server), cause);
    }
}
