package io.drover.site;

import io.drover.config.DaemonThreads;
import io.drover.run.RunHistory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The net below the signals that normally wake queues: one question every {@link #EVERY} for all queues of all sites, so that
 * a run whose signal was lost does not wait for the next one. An answer says too that Drover's own database is there, for
 * whatever had to wait for that.
 */
final class QueueNet implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(QueueNet.class);

    private final RunHistory history;
    private final BiConsumer<String, String> wake;
    private final Runnable answered;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("queue net"));

    /**
     * @param wake is told site and queue of what waits
     * @param answered done whenever the database has answered
     */
    QueueNet(RunHistory history, BiConsumer<String, String> wake, Runnable answered) {
        this.history = history;
        this.wake = wake;
        this.answered = answered;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void look() {
        try {
            history.waitingQueues().forEach((site, queues) -> queues.forEach(queue -> wake.accept(site, queue)));
            answered.run();
        } catch (RuntimeException e) {
            LOG.warn("What waits will be looked at again: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
