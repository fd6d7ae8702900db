package io.drover.send;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * From when on a run looks for changes in its source, and how far the next one may believe to have seen them: the
 * watermark, in the time of the source's own clock, read in the snapshot of the rows.
 */
final class ChangeWindow {

    private final SendRun run;
    private final SourceTime clock;
    private final @Nullable Watermark before;

    /** @param before how far the last run came; null before the first one */
    ChangeWindow(SendRun run, SourceTime clock, @Nullable Watermark before) {
        this.run = run;
        this.clock = clock;
        this.before = before;
    }

    @Nullable
    Watermark watermark() {
        return before;
    }

    boolean hasClockSteppedBack() {
        return before != null && clock.now().isBefore(before.upto());
    }

    /**
     * The watermark less the overlap, in the source's zone, and never later than the newest stamp that was sent. Null
     * means all rows: in mode ALL, before the first send, when the source's clock stepped back, and when rows are held
     * no longer.
     */
    @Nullable
    LocalDateTime since() {
        if (run.mode() == Mode.ALL || before == null || run.holdEnded() || hasClockSteppedBack()) {
            return null;
        }
        Instant since = before.upto().minus(run.overlap());
        if (before.newest() != null && before.newest().isBefore(since)) {
            since = before.newest();
        }
        return LocalDateTime.ofInstant(since, clock.zone());
    }

    /**
     * A source that is older than what was sent before cannot be caught up with by its stamps.
     *
     * @param newest stamp among the rows of this run; null when there is none
     * @throws SendException when a stamp that was sent is gone
     */
    void checkNotRestored(@Nullable Instant newest) {
        Instant sent = before == null ? null : before.newest();
        if (sent == null || since() == null) {
            return;
        }
        if (newest == null || newest.isBefore(sent)) {
            throw new SendException(
                    "The source has no row stamped %s or later, though one was sent: it was restored to an older state, or those rows were deleted. Send All makes the target equal to it"
                            .formatted(LocalDateTime.ofInstant(sent, clock.zone())));
        }
    }

    /**
     * The watermark never passes a row that was refused, so that the row is read again until it goes through. Where all
     * rows were read, the refused one may be of any age, and all are read again.
     *
     * @param newest stamp among the rows of this run; null when there is none
     */
    void move(TargetState state, boolean anyRefused, @Nullable Instant newest) throws SQLException {
        if (!anyRefused) {
            state.setWatermark(run, new Watermark(clock.settled(), newest));
        } else if (since() == null) {
            state.forgetWatermark(run);
        }
    }
}
