package io.drover.send;

import io.drover.Installation;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in PostgreSQL. */
@ExtendWith(Installation.Shared.class)
class RunRowStoreTest extends RunRowStoreCases {

    RunRowStoreTest(Installation drover) {
        super(drover.server().settings().sites().get(0));
    }
}
