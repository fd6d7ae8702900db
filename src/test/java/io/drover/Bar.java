package io.drover;

import java.time.Duration;

/**
 * Times that Drover keeps on a machine with nothing else to do. A build machine may be busy: there a test gives them some
 * times over, which still tells a time that depends on the work from a wait that was never to end. The profile
 * {@code full} holds them to the letter.
 */
public final class Bar {

    private static final int SLACK = Integer.getInteger("drover.slack", 3);

    private Bar() {}

    /** @param seconds what users are promised */
    public static Duration ofSeconds(long seconds) {
        return Duration.ofSeconds(seconds * SLACK);
    }
}
