package io.drover.site;

import io.drover.run.RunNumbers;
import io.drover.run.RunQueue;
import io.drover.run.RunningRun.StopRequest;
import io.drover.schedule.Bells;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What a site does on this node while it runs: its routes, queues and schedules. Belongs to the site's own thread. */
final class SiteWork {

    private static final Logger LOG = LoggerFactory.getLogger(SiteWork.class);
    /** What takes longer is named in the log. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);

    private final String site;
    private final SiteLog log;
    private final RouteFiles routes;
    private final SiteTasks tasks;
    private final RunQueue queue;
    private final Bells bells;
    private final SiteSchedules schedules;
    private final SiteNodes nodes;
    private final SitePeers peers;
    private final SiteReach reach;
    private final RunNumbers numbers;
    private final Clock clock;

    private volatile boolean isNew;
    /** False while it is not written down that this node does not serve the site. */
    private boolean hasLeft = true;

    /** @param isNew whether nothing of this site has ever run */
    SiteWork(
            String site,
            SiteLog log,
            RouteFiles routes,
            SiteTasks tasks,
            RunQueue queue,
            Bells bells,
            SiteSchedules schedules,
            SiteNodes nodes,
            SitePeers peers,
            SiteReach reach,
            RunNumbers numbers,
            Clock clock,
            boolean isNew) {
        this.site = site;
        this.log = log;
        this.routes = routes;
        this.tasks = tasks;
        this.queue = queue;
        this.bells = bells;
        this.schedules = schedules;
        this.nodes = nodes;
        this.peers = peers;
        this.reach = reach;
        this.numbers = numbers;
        this.clock = clock;
        this.isNew = isNew;
    }

    /** True when nothing of this site had ever run before, and no other node has begun to serve it. */
    boolean isNew() {
        return isNew;
    }

    /** Begins all of it; a route that cannot be started keeps nothing else from it. */
    void start() {
        routes.load();
        routes.problems().forEach(problem -> log.line(SiteLog.SITE, problem.text()));
        schedules.refresh();
        routes.start().forEach(problem -> log.line(SiteLog.SITE, problem.text()));
        // What came due up to here was missed, unless another node serves the site: what came due later is its to ring.
        Instant now = clock.instant();
        hasLeft = false;
        boolean isFirst = nodes.enter();
        isNew &= isFirst;
        if (isNew) {
            numbers.meetTargets(site);
        }
        queue.open(tasks.queues());
        schedules.hang(now, isFirst);
    }

    /** A restored control database is met here: that is seldom, so a target that does not answer delays no start. */
    void meetTargets() {
        if (!isNew) {
            numbers.meetTargets(site);
        }
    }

    /** Takes in what changed of the route files. */
    void reload() {
        try {
            routes.load().forEach(line -> log.line(SiteLog.SITE, line));
            schedules.refresh();
        } catch (RuntimeException e) {
            LOG.error("site={}: reload failed, will try again at the next change", site, e);
            log.line(SiteLog.SITE, "Route files: " + e.getMessage());
        }
    }

    /** Lets the schedules ring as they were edited on any node. */
    void ringAsTold() {
        schedules.ringAsTold();
    }

    /**
     * Ends all of it; what cannot be ended keeps nothing else from being ended.
     *
     * @return what is not proved to be over, one line each
     */
    List<String> halt(StopRequest request, Duration patience) {
        List<String> left = new ArrayList<>();
        long begin = System.nanoTime();
        halt("its schedules", left, bells::takeDown);
        halt("its queues", left, () -> left.addAll(queue.close(request, patience)));
        halt(
                "the questions to its databases",
                left,
                () -> reach.halt(ANSWER_PATIENCE.minusNanos(System.nanoTime() - begin))
                        .ifPresent(left::add));
        halt("its routes", left, routes::stop);
        try {
            nodes.leave("Stopped by %s before it began: %s".formatted(request.by(), request.reason()));
            hasLeft = true;
        } catch (DataAccessException | TransactionException e) {
            LOG.error("site={}: what waited cannot be written down as stopped", site, e);
            left.add("What waited is not written down as stopped, nor is it known what other nodes do,"
                    + " because Drover's own database does not answer; the next start will do it");
        }
        return left;
    }

    @FunctionalInterface
    private interface Halt {
        void run() throws InterruptedException;
    }

    private void halt(String what, List<String> left, Halt halt) {
        long begin = System.nanoTime();
        try {
            halt.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.add("Ending %s was interrupted".formatted(what));
        } catch (RuntimeException e) {
            LOG.error("site={}: {} did not end", site, what, e);
            left.add("Ending %s failed: %s".formatted(what, e.getMessage()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (took.compareTo(SLOW) > 0) {
            LOG.info("site={}: ending {} took {} ms", site, what, took.toMillis());
        }
    }

    boolean isServedElsewhere() {
        return nodes.isServedElsewhere();
    }

    /**
     * Waits until all other nodes have halted the site too; not for a database that has just failed to answer.
     *
     * @param isOver asked again and again: ends the wait
     * @return what is not proved to be over, one line each
     */
    List<String> awaitOthers(BooleanSupplier isOver) {
        try {
            return hasLeft ? peers.awaitHalted(isOver) : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("The wait for other nodes was interrupted");
        } catch (DataAccessException | TransactionException e) {
            LOG.error("site={}: whether other nodes have halted it cannot be asked", site, e);
            return List.of(
                    "Whether other nodes have halted it is not known, because Drover's own database does not answer");
        }
    }
}
