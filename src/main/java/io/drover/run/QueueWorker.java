package io.drover.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one queue: takes the next waiting run, executes it, and waits for the next. */
final class QueueWorker {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    /** After a failure it looks again by itself. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String site;
    private final String queue;
    private final String node;
    private final RunStore store;
    private final Execution execution;
    private final EventLog events;
    private final Semaphore wishes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private boolean ended;

    /** What a worker does with a run. */
    @FunctionalInterface
    interface Execution {

        /**
         * @param goesOn asked right before the next run of the queue is claimed with the end of this one: whether it may be
         * @return the next run; empty where none waits, or where the queue is woken to be looked at
         */
        Optional<Run> execute(Run run, BooleanSupplier goesOn);
    }

    QueueWorker(String site, String queue, String node, RunStore store, Execution execution, EventLog events) {
        this.site = site;
        this.queue = queue;
        this.node = node;
        this.store = store;
        this.execution = execution;
        this.events = events;
        this.thread = new Thread(this::work, site + " " + queue);
    }

    void start() {
        thread.start();
        events.line(queue, queue + " thread started");
    }

    /** Tells the worker that a run waits. */
    void wake() {
        wishes.release();
    }

    private void work() {
        boolean isSure = true;
        while (!stopping) {
            try {
                Optional<Run> next = isSure ? store.claim(site, queue, node) : claimedUnheard();
                isSure = true;
                while (next.isPresent()) {
                    next = execution.execute(next.get(), this::goesOn);
                }
                rest();
            } catch (RuntimeException e) {
                LOG.error("site={} queue={}: will go on", site, queue, e);
                isSure = false;
                pause();
            }
        }
    }

    /** A claim that failed may have been committed all the same: then the queue would wait for a run that nobody executes. */
    private Optional<Run> claimedUnheard() {
        return store.claimedUnheard(site, queue, node).or(() -> store.claim(site, queue, node));
    }

    /** Asked right before the queue is looked at: whatever was wished for until then is seen, so nobody looks for it again. */
    private boolean goesOn() {
        wishes.drainPermits();
        return !stopping;
    }

    /** Waits for a run. It asks the database for none meanwhile: an idle Drover is quiet. */
    private void rest() {
        try {
            if (!stopping) {
                wishes.acquire();
                wishes.drainPermits();
            }
        } catch (InterruptedException e) {
            // Woken to stop, or by the end of a stopped run: the loop's condition decides.
        }
    }

    private void pause() {
        try {
            if (!stopping && wishes.tryAcquire(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                wishes.drainPermits();
            }
        } catch (InterruptedException e) {
            // As above.
        }
    }

    /** Takes no further run. */
    void beginStop() {
        stopping = true;
        wishes.release();
    }

    /** @return false when the thread is still at work after that time */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
        if (thread.isAlive()) {
            return false;
        }
        if (!ended) {
            ended = true;
            events.line(queue, queue + " thread stopped.");
        }
        return true;
    }
}
