package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.send.SendProgress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A run that this process executes at this moment. Thread-safe. */
public final class RunningRun implements SendProgress {

    /** The exchange property under which a route's steps find their run. */
    static final String PROPERTY = "DroverRun";

    static final Duration BETWEEN_CANCELS = Duration.ofMillis(200);
    private static final Duration CANCELLING = Duration.ofSeconds(3);

    private final Run run;
    private final RunConnections connections;
    private final Thread thread;
    private final AtomicReference<@Nullable StopRequest> stopRequest = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long rowsRead;
    private volatile String step = "";
    private boolean inRoute = true;

    /** Who wants a run to end, and why. */
    public record StopRequest(String by, String reason) {}

    RunningRun(Run run, RunConnections connections, Thread thread) {
        this.run = run;
        this.connections = connections;
        this.thread = thread;
    }

    public Run run() {
        return run;
    }

    /** Rows read from the source so far, exact to about a thousand. */
    public long rowsRead() {
        return rowsRead;
    }

    @Override
    public void rows(long done) {
        rowsRead = done;
    }

    @Override
    public void step(String words) {
        step = words;
    }

    @Nullable
    StopRequest stopRequest() {
        return stopRequest.get();
    }

    void ended() {
        ended.countDown();
    }

    /** From here on a stop no longer interrupts the thread, so that it can write down what became of the run. */
    void leaveRoute() {
        synchronized (connections) {
            inRoute = false;
            Thread.interrupted();
        }
    }

    /**
     * Ends the run and returns when it has ended: its transactions are rolled back then, unless it had committed before.
     *
     * @return false when it has not ended within the given time
     */
    public boolean stop(StopRequest request, Duration patience) throws InterruptedException {
        long begin = System.nanoTime();
        do {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(patience) > 0) {
                return false;
            }
            press(request, waited);
        } while (!ended.await(BETWEEN_CANCELS.toMillis(), TimeUnit.MILLISECONDS));
        return true;
    }

    /**
     * Presses the run to end: cancels its statements, and after 3 s cuts its connections. Must be repeated until the run
     * has ended, because a cancel between two statements has no effect.
     *
     * @param waited time since the first press
     */
    void press(StopRequest request, Duration waited) {
        stopRequest.compareAndSet(null, request);
        synchronized (connections) {
            if (inRoute) {
                thread.interrupt();
            }
        }
        if (waited.compareTo(CANCELLING) > 0) {
            connections.abort();
        } else {
            connections.cancel();
        }
    }
}
