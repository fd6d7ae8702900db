package io.drover.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one queue: takes the next waiting run, executes it, and waits for the next. */
final class QueueWorker {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    /** A signal normally wakes the worker; this is how long it sleeps if one was lost. */
    private static final long NET_SECONDS = 5;

    private final String site;
    private final String queue;
    private final String node;
    private final RunStore store;
    private final Consumer<Run> execution;
    private final EventLog events;
    private final Semaphore wishes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private boolean ended;

    QueueWorker(String site, String queue, String node, RunStore store, Consumer<Run> execution, EventLog events) {
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
        while (!stopping) {
            try {
                store.claim(site, queue, node).ifPresentOrElse(execution, this::rest);
            } catch (RuntimeException e) {
                LOG.error("site={} queue={}: will go on", site, queue, e);
                rest();
            }
        }
    }

    private void rest() {
        try {
            if (!stopping && wishes.tryAcquire(NET_SECONDS, TimeUnit.SECONDS)) {
                wishes.drainPermits();
            }
        } catch (InterruptedException e) {
            // Woken to stop, or by the end of a stopped run: the loop's condition decides.
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
