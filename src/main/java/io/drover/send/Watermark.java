package io.drover.send;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a task has sent, by the source's clock.
 *
 * @param upto every change before it that the task's queries return is in the target
 * @param newest the newest stamp that was sent; null when the route file names no stamp
 */
record Watermark(Instant upto, @Nullable Instant newest) {

    /** A target keeps microseconds: finer times are rounded down, so that none is later than it was. */
    Watermark {
        upto = upto.truncatedTo(ChronoUnit.MICROS);
        newest = newest == null ? null : newest.truncatedTo(ChronoUnit.MICROS);
    }
}
