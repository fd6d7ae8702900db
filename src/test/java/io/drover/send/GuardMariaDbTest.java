package io.drover.send;

import io.drover.Installation;
import io.drover.MariaServer;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in MariaDB. */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class GuardMariaDbTest extends GuardCases {

    GuardMariaDbTest(Installation drover, MariaServer maria) {
        super(new SendLab(drover, maria));
    }
}
