package io.drover.run;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How often, and after which pauses, one run may be executed again. Belongs to the run's thread. */
final class Retries {

    /** For what heals within seconds: a lost connection, a server that restarts, a lock. */
    private static final List<Duration> SOON = seconds(1, 2, 4, 8, 16);
    /** For what somebody has to help with: a full disk, a database that is read-only for now. */
    private static final List<Duration> LATER = seconds(10, 30, 60);

    private static final int MOST_AT_ONCE = 10;

    private int done;
    private int atOnce;

    /** Why a run should be executed again. */
    enum Cause {
        /** It has learned something and goes another way now. Does not count as a retry. */
        LEARNED,
        HEALS,
        HEALS_SLOWLY
    }

    private static List<Duration> seconds(long... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    /** The pause before the next execution, which is counted herewith; empty when it has had all it may have. */
    Optional<Duration> next(Cause cause) {
        if (cause == Cause.LEARNED) {
            atOnce++;
            return atOnce <= MOST_AT_ONCE ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        List<Duration> pauses = pauses(cause);
        return done < pauses.size() ? Optional.of(pauses.get(done++)) : Optional.empty();
    }

    static int most(Cause cause) {
        return pauses(cause).size();
    }

    private static List<Duration> pauses(Cause cause) {
        return cause == Cause.HEALS_SLOWLY ? LATER : SOON;
    }

    /** How many there were. */
    int done() {
        return done;
    }

    /** The message of a result, with what it took to get there. */
    String told(String message) {
        return switch (done) {
            case 0 -> message;
            case 1 -> message + "; after 1 retry";
            default -> "%s; after %d retries".formatted(message, done);
        };
    }
}
