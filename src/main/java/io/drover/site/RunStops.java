package io.drover.site;

import io.drover.run.Run;
import io.drover.run.RunExecutor;
import io.drover.run.RunHistory;
import io.drover.run.RunStatus;
import io.drover.run.RunningRun;
import io.drover.run.RunningRun.StopRequest;
import io.drover.run.StopRequests;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stop Running Task, whichever node executes the run. Thread-safe. */
public final class RunStops {

    /** A signal normally ends the wait; this is how long it lasts if one was lost. */
    private static final Duration NET = Duration.ofSeconds(1);

    private static final Duration BEGINNING = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(10);

    private final String site;
    private final String node;
    private final RunExecutor executor;
    private final RunHistory runs;
    private final StopRequests requests;
    private final AuditStore audit;
    /** Opened by the next signal. */
    private volatile CountDownLatch news = new CountDownLatch(1);

    /** What came of a request to stop a run. */
    public enum Answer {
        ENDED,
        /** Its database may still work on it. */
        NOT_YET,
        /** It is just beginning or ending, waits, or has ended before. */
        NOT_RUNNING
    }

    RunStops(String site, String node, RunExecutor executor, RunHistory runs, StopRequests requests, AuditStore audit) {
        this.site = site;
        this.node = node;
        this.executor = executor;
        this.runs = runs;
        this.requests = requests;
        this.audit = audit;
    }

    /** Returns when the run has ended, or has not within the given time. */
    public Answer stop(Run run, StopRequest request, Duration patience) throws InterruptedException {
        Optional<RunningRun> here =
                run.status() == RunStatus.RUNNING && node.equals(run.node()) ? awaitHere(run) : Optional.empty();
        if (here.isPresent()) {
            audit.write(act(run, request));
            return here.get().stop(request, patience) ? Answer.ENDED : Answer.NOT_YET;
        }
        if (run.status() != RunStatus.RUNNING || node.equals(run.node())) {
            return Answer.NOT_RUNNING;
        }
        audit.audited(act(run, request), () -> {
            requests.ask(run.run(), request);
            return run;
        });
        return awaitEnd(run, patience) ? Answer.ENDED : Answer.NOT_YET;
    }

    /** A run that is just beginning or ending here is told to be running a moment earlier, or longer, than it can be stopped. */
    private Optional<RunningRun> awaitHere(Run run) {
        long begin = System.nanoTime();
        while (true) {
            Optional<RunningRun> here = executor.running(run.run());
            if (here.isPresent() || System.nanoTime() - begin > BEGINNING.toNanos()) {
                return here;
            }
            if (runs.find(run.run())
                    .filter(now -> now.status() == RunStatus.RUNNING)
                    .isEmpty()) {
                return Optional.empty();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Act act(Run run, StopRequest request) {
        return Act.of(request.by(), "Stop Running Task", site)
                .onTask(run.task())
                .onRun(run.run())
                .because(request.reason());
    }

    /** A run that another node was asked to stop has ended. */
    synchronized void hear() {
        CountDownLatch told = news;
        news = new CountDownLatch(1);
        told.countDown();
    }

    private boolean awaitEnd(Run run, Duration patience) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            // Taken before the look: what is told after it ends the wait.
            CountDownLatch next = news;
            if (runs.find(run.run())
                    .filter(now -> now.status() != RunStatus.ENDED)
                    .isEmpty()) {
                return true;
            }
            Duration left = patience.minusNanos(System.nanoTime() - begin);
            if (left.isNegative() || left.isZero()) {
                return false;
            }
            next.await(Math.min(left.toMillis(), NET.toMillis()), TimeUnit.MILLISECONDS);
        }
    }
}
