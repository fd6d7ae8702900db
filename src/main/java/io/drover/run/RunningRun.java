package io.drover.run;

import io.drover.db.RunConnections;
import io.drover.task.RunRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A run that this process executes at this moment, be it in its route or in the pause before a retry. Thread-safe. */
public final class RunningRun {

    /** The exchange property under which a route's steps find their run. */
    static final String PROPERTY = "DroverRun";

    static final Duration BETWEEN_CANCELS = Duration.ofMillis(200);
    private static final Duration CANCELLING = Duration.ofSeconds(2);

    private final Run run;
    private final Thread thread;
    private final RunProgress progress;
    private final AtomicReference<@Nullable StopRequest> stopRequest = new AtomicReference<>();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object route = new Object();
    private @Nullable RunConnections connections;
    private boolean inRoute;
    private final RunLog log;
    private final List<Wish> followers = new ArrayList<>();
    private volatile LetterFate letters = LetterFate.NONE;
    private volatile List<String> doubts = List.of();

    /**
     * Who wants a run to end, and why.
     *
     * @param result of the run that is ended
     */
    public record StopRequest(String by, String reason, Result result) {

        /** What a person asks for. */
        public StopRequest(String by, String reason) {
            this(by, reason, Result.STOPPED);
        }

        /** The message of the run that is ended. */
        String message() {
            return result == Result.STOPPED ? "Stopped by %s: %s".formatted(by, reason) : reason;
        }
    }

    /** A request that is to be made with the result of the run. */
    record Wish(RunRequest request, boolean whateverResult) {}

    RunningRun(Run run, Thread thread, RunProgress progress, RunLog log) {
        this.run = run;
        this.thread = thread;
        this.log = log;
        this.progress = progress;
    }

    public Run run() {
        return run;
    }

    /** Rows read from the source so far, exact to about a thousand. */
    public long rowsRead() {
        return progress.moment().rowsDone();
    }

    public RunProgress progress() {
        return progress;
    }

    RunLog log() {
        return log;
    }

    /** What its steps want to follow it. */
    void follow(RunRequest request, boolean whateverResult) {
        synchronized (route) {
            followers.add(new Wish(request, whateverResult));
        }
    }

    List<Wish> followers() {
        synchronized (route) {
            return List.copyOf(followers);
        }
    }

    /** What becomes of the mails that its steps asked for, unless it ends OK. */
    LetterFate letters() {
        return letters;
    }

    /** Where nobody knows whether it committed, they are sent: a row that is still there would not be mailed twice. */
    void letters(LetterFate fate) {
        letters = fate;
    }

    LetterFate lettersAfter(Result result) {
        return letters != LetterFate.NONE && result.isOk() ? LetterFate.SEND : letters;
    }

    /** What of it may still go on in a server, one sentence each. */
    List<String> doubts() {
        return doubts;
    }

    void doubt(List<String> sentences) {
        doubts = sentences;
    }

    @Nullable
    StopRequest stopRequest() {
        return stopRequest.get();
    }

    void ended() {
        ended.countDown();
    }

    /** From here on a stop ends what these connections do and interrupts the thread. */
    void enterRoute(RunConnections used) {
        synchronized (route) {
            connections = used;
            inRoute = true;
            followers.clear();
            if (stopRequest.get() != null) {
                used.cancel();
            }
        }
    }

    /** From here on a stop no longer interrupts the thread, so that it can write down what became of the run. */
    void leaveRoute() {
        synchronized (route) {
            inRoute = false;
            Thread.interrupted();
        }
    }

    /**
     * Waits before a retry.
     *
     * @return true, at once, when the run is to be stopped
     */
    boolean awaitStop(Duration pause) throws InterruptedException {
        return stopAsked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
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
     * Presses the run to end: cancels its statements, and after 2 s cuts its connections. Must be repeated until the run
     * has ended, because a cancel between two statements has no effect.
     *
     * @param waited time since the first press
     */
    void press(StopRequest request, Duration waited) {
        stopRequest.compareAndSet(null, request);
        stopAsked.countDown();
        RunConnections used;
        synchronized (route) {
            used = connections;
            if (inRoute) {
                thread.interrupt();
            }
        }
        if (used == null) {
            return;
        }
        if (waited.compareTo(CANCELLING) > 0) {
            used.abort();
        } else {
            used.cancel();
        }
    }
}
