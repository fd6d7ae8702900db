package io.drover.node;

import io.drover.config.DroverException;

/** Two processes cannot bear one name: each would take the other's runs for its own. */
public final class NameTakenException extends DroverException {

    private static final long serialVersionUID = 1;

    NameTakenException(String name, String address) {
        super(
                "A Drover named %s is alive already, at %s. Stop it, or give this one a name of its own: drover.node = NAME in its settings"
                        .formatted(name, address));
    }
}
