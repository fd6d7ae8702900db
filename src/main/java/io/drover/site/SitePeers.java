package io.drover.site;

import io.drover.run.DeadRuns;
import io.drover.run.EventLog;
import io.drover.run.Run;
import io.drover.run.RunExecutor;
import io.drover.run.RunQueue;
import io.drover.run.RunRecovery;
import io.drover.run.RunningRun;
import io.drover.run.RunningRun.StopRequest;
import io.drover.run.StopRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What a site has to do with the other nodes that serve it. Thread-safe; its methods may take their time. */
final class SitePeers {

    /** A signal normally ends the wait; this is how long it lasts if one was lost. */
    private static final Duration NET = Duration.ofSeconds(1);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    /** A node that stops in time, or is given up for dead and has its runs taken over. */
    private static final Duration HALT_PATIENCE = Duration.ofSeconds(30);

    private final String site;
    private final SiteNodes nodes;
    private final RunRecovery recovery;
    private final DeadRuns dead;
    private final StopRequests stops;
    private final RunExecutor executor;
    private final RunQueue queue;
    private final EventLog events;
    private final ReentrantLock recovering = new ReentrantLock();
    private final Set<Long> beingStopped = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);

    SitePeers(
            String site,
            SiteNodes nodes,
            RunRecovery recovery,
            DeadRuns dead,
            StopRequests stops,
            RunExecutor executor,
            RunQueue queue,
            EventLog events) {
        this.site = site;
        this.nodes = nodes;
        this.recovery = recovery;
        this.dead = dead;
        this.stops = stops;
        this.executor = executor;
        this.queue = queue;
        this.events = events;
    }

    /** Takes over the runs of nodes that are gone; does nothing while that goes on already. */
    void recover() {
        if (!recovering.tryLock()) {
            return;
        }
        try {
            for (Run run : recovery.recover(site)) {
                events.line(
                        SiteLog.SITE,
                        "Run %d of %s: %s. %s"
                                .formatted(
                                        run.run(),
                                        run.task(),
                                        run.result() == null
                                                ? run.status().word()
                                                : run.result().word(),
                                        run.message()));
                queue.wake(run.queue());
            }
        } finally {
            recovering.unlock();
        }
    }

    /** Whether runs that this node took over have no result yet. */
    boolean owesResults() {
        return dead.owesResults();
    }

    /** Stops those runs of this node that others want stopped, and those that are not this node's any more. */
    void stopAsked() {
        Map<Long, StopRequest> asked = stops.ofThisNode(site);
        for (RunningRun running : executor.running()) {
            Run run = running.run();
            StopRequest request = asked.get(run.run());
            if (request == null && !stops.isHeld(run)) {
                request = new StopRequest("Drover", "this node gave no sign of life and another one took the run over");
            }
            if (request != null && beingStopped.add(run.run())) {
                stop(running, request);
            }
        }
    }

    private void stop(RunningRun running, StopRequest request) {
        try {
            if (running.stop(request, STOP_PATIENCE)) {
                stops.tellEnd(running.run());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            beingStopped.remove(running.run().run());
        }
    }

    /** Somebody has come or gone, or the site is to be started or stopped. */
    void hear() {
        news.release();
    }

    /**
     * Waits until no other node serves the site and none of its runs can commit any more; the runs of nodes that are gone
     * are taken over meanwhile. Those whose targets do not answer are not waited for.
     *
     * @param isOver asked again and again: ends the wait
     * @return what is not proved to be over; empty when all is
     */
    List<String> awaitHalted(BooleanSupplier isOver) throws InterruptedException {
        long begin = System.nanoTime();
        while (nodes.isServedElsewhere()
                || dead.elsewhere(site, recovery.undecided().keySet()) > 0) {
            if (isOver.getAsBoolean()) {
                return List.of();
            }
            if (System.nanoTime() - begin > HALT_PATIENCE.toNanos()) {
                return List.of("Another node has not halted site %s; see GET /api/v1/nodes".formatted(site));
            }
            recover();
            if (news.tryAcquire(NET.toMillis(), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
        }
        return List.copyOf(recovery.undecided().values());
    }
}
