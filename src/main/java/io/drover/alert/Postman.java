package io.drover.alert;

import io.drover.config.DaemonThreads;
import io.drover.config.PlainLine;
import io.drover.db.SqlProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes letters as they come due and gives them to their carriers, one at a time; tries again what was not taken. The control
 * database tells all nodes of a letter that is due. What was not heard, or was another node's that is gone, is found by a look
 * every 10 s. Asks nothing where there is no carrier. Thread-safe.
 */
final class Postman implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15));

    /** A day of tries. */
    private static final int MOST_ATTEMPTS = 100;

    private final LetterStore letters;
    private final Map<Way, Carrier> carriers;
    private final String node;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("letters"));
    /** Whether somebody has called and is not served yet: many letters that come at once are one round. */
    private final AtomicBoolean called = new AtomicBoolean();

    Postman(LetterStore letters, Map<Way, Carrier> carriers, String node) {
        this.letters = letters;
        this.carriers = Map.copyOf(carriers);
        this.node = node;
    }

    void start() {
        if (!carriers.isEmpty()) {
            clock.scheduleWithFixedDelay(this::carryAll, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** There may be a letter that is due. Returns at once. */
    void call() {
        if (!carriers.isEmpty() && called.compareAndSet(false, true)) {
            try {
                clock.execute(() -> {
                    called.set(false);
                    carryAll();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("Nothing is sent any more: this node ends");
            }
        }
    }

    private void carryAll() {
        try {
            Optional<Letter> next = letters.take(node);
            while (next.isPresent()) {
                carry(next.get());
                next = letters.take(node);
            }
        } catch (RuntimeException e) {
            LOG.warn("Messages will be sent later: {}", SqlProblem.tell(e));
        }
    }

    private void carry(Letter letter) {
        Carrier carrier = carriers.get(letter.way());
        try {
            if (carrier == null) {
                throw new UndeliveredException("The settings name no %s any more"
                        .formatted(letter.way().word()));
            }
            carrier.carry(letter);
            letters.sent(letter);
        } catch (UndeliveredException e) {
            LOG.warn("{}: {}", PlainLine.of(letter.subject()), e.getMessage());
            boolean isLast = letter.attempts() >= MOST_ATTEMPTS;
            Duration pause = PAUSES.get(Math.min(letter.attempts(), PAUSES.size()) - 1);
            letters.failed(letter, String.valueOf(e.getMessage()), isLast ? null : pause);
            if (!isLast) {
                clock.schedule(this::call, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
