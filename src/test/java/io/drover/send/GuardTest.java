package io.drover.send;

import io.drover.Installation;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in PostgreSQL. */
@ExtendWith(Installation.Shared.class)
class GuardTest extends GuardCases {

    GuardTest(Installation drover) {
        super(new SendLab(drover));
    }
}
