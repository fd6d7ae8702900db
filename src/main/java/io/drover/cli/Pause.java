package io.drover.cli;

import io.drover.config.DroverException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The pauses between two looks at the server, until patience ends. */
final class Pause {

    private static final long MILLIS = 200;

    private final long end;

    Pause(Duration patience) {
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** @return false, at once, when the time is over */
    boolean take() {
        if (System.nanoTime() - end >= 0) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("Interrupted", e);
        }
    }
}
