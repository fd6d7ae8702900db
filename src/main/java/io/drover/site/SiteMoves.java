package io.drover.site;

import io.drover.db.SqlClass;
import io.drover.db.SqlProblem;
import io.drover.run.RunningRun.StopRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops a site, one move after the other, in a thread of its own: whoever asks for a move does not wait for it.
 * Thread-safe.
 */
final class SiteMoves implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteMoves.class);
    private static final String STOP_RULE = "=".repeat(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    /** Ctrl-C has ten seconds for everything. */
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(6);

    /** After that without a move a site needs no thread of its own, until the next one. */
    private static final Duration REST = Duration.ofSeconds(20);

    /**
     * How many sites of this process begin at once: of a thousand, most would wait longer for a connection of Drover's own
     * database than anybody waits for one.
     */
    private static final Semaphore STARTS = new Semaphore(64, true);

    private final String site;
    private final SiteStore store;
    private final SiteLog log;
    private final SiteWork work;
    private final WebConnection web;
    private final ThreadPoolExecutor thread;

    private volatile SiteState state = SiteState.STOPPED;
    private volatile SiteStore.Wish wish;
    private volatile List<String> faults = List.of();
    /** A start failed, but only because Drover's own database was away. */
    private volatile boolean mayStartLater;

    /** @param wish what the site should be as far as is known */
    SiteMoves(String site, SiteStore store, SiteLog log, SiteWork work, WebConnection web, SiteStore.Wish wish) {
        this.site = site;
        this.store = store;
        this.log = log;
        this.work = work;
        this.web = web;
        this.wish = wish;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                REST.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                move -> new Thread(move, "site " + site));
        thread.allowCoreThreadTimeOut(true);
    }

    SiteState state() {
        return state;
    }

    /** What people want the site to be. */
    SiteStore.Wish wish() {
        return wish;
    }

    /** What the last move left, one line each. */
    List<String> faults() {
        return faults;
    }

    /** Does something while the state stays as it is. */
    synchronized <T> T steadily(Supplier<T> something) {
        return something.get();
    }

    /** Starts the site if it was running when Drover ended, or is to be started at its first time. */
    void resume() {
        if (wish.wanted() == SiteState.RUNNING) {
            begin(SiteState.STARTING, this::doStart);
        } else if (work.isServedElsewhere()) {
            begin(SiteState.STOPPING, () -> endStop(work.awaitOthers(this::isWantedAgain)));
        }
    }

    /**
     * Start Site (PR8). The statuses of all tasks become blank; what was asked for while it was stopped is not commenced.
     *
     * @throws IllegalMoveException when it is running or being stopped
     */
    synchronized void start(String by) {
        if (state == SiteState.STARTING) {
            return;
        }
        if (state != SiteState.STOPPED) {
            throw new IllegalMoveException(site, state, "started");
        }
        wish = store.change(site, SiteState.RUNNING, null, by);
        begin(SiteState.STARTING, this::doStart);
    }

    /**
     * Stop Site (PR6, PR9): halts what runs and takes no further request. A site whose start failed is stopped too, so
     * that it stays so and other nodes halt it.
     *
     * @throws InvalidReasonException when the reason says nothing
     * @throws IllegalMoveException when it is stopped and meant to be, or being started
     */
    synchronized void stop(String by, String reason) {
        String checked = InvalidReasonException.check(reason);
        if (state == SiteState.STOPPING) {
            return;
        }
        if (!canStop()) {
            throw new IllegalMoveException(site, state, "stopped");
        }
        wish = store.change(site, SiteState.STOPPED, checked, by);
        begin(SiteState.STOPPING, () -> doStop(new StopRequest(by, checked)));
    }

    /** Whether there is something to stop: what runs, or the wish that it should. */
    boolean canStop() {
        return state == SiteState.RUNNING || state == SiteState.STOPPED && wish.wanted() == SiteState.RUNNING;
    }

    /** Takes in what changed of the route files, also while the site is stopped. Returns at once. */
    void reload() {
        between(work::reload);
    }

    /** Starts or stops the site if that was asked for at another node. Returns at once. */
    void obey() {
        between(() -> obeyNow(false));
    }

    /**
     * Tries a start again that failed because Drover's own database was away; does nothing for other sites. To be called
     * now and then while that database answers (F13).
     */
    void startAgain() {
        if (mayStartLater) {
            between(() -> obeyNow(mayStartLater));
        }
    }

    /** Lets the schedules ring as another node was told. Returns at once. */
    void ringAsTold() {
        between(work::ringAsTold);
    }

    /** Does something between starts and stops, unless Drover is being shut down. */
    private void between(Runnable something) {
        try {
            thread.execute(() -> {
                try {
                    something.run();
                } catch (RuntimeException e) {
                    LOG.error("site={}: will be looked at again", site, e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("site={}: shut down", site, e);
        }
    }

    /** @param again whether a start that failed is tried again */
    private void obeyNow(boolean again) {
        Runnable move = null;
        synchronized (this) {
            SiteStore.Wish now = store.wish(site, wish.wanted());
            // The same wish again is no reason to try again a start that failed: it would go on failing, without a
            // pause.
            boolean isNews = !now.equals(wish);
            wish = now;
            if ((isNews || again) && now.wanted() == SiteState.RUNNING && state == SiteState.STOPPED) {
                state = SiteState.STARTING;
                move = this::doStart;
            } else if (now.wanted() == SiteState.STOPPED && state == SiteState.RUNNING) {
                state = SiteState.STOPPING;
                String reason = now.reason();
                StopRequest request = new StopRequest(now.by(), reason == null ? "" : reason);
                move = () -> doStop(request);
            }
        }
        if (move != null) {
            attempt(state, move);
        } else {
            work.ringAsTold();
        }
    }

    private void begin(SiteState transition, Runnable move) {
        state = transition;
        thread.execute(() -> attempt(transition, move));
    }

    private void attempt(SiteState transition, Runnable move) {
        try {
            move.run();
        } catch (RuntimeException e) {
            takeBack(transition, e);
        }
    }

    /** What began of a move that failed is ended: a site that is shown as stopped does nothing. */
    private void takeBack(SiteState transition, RuntimeException problem) {
        LOG.error("site={}: {} failed", site, transition, problem);
        SQLException sql = SqlProblem.in(problem);
        boolean heals = sql != null && SqlClass.of(sql) == SqlClass.HEALS;
        String told = "%s failed: %s"
                .formatted(
                        transition,
                        sql == null ? problem.getMessage() : "Drover's own database: " + SqlProblem.describe(sql));
        if (transition == SiteState.STARTING && heals) {
            told += ". The site starts when it answers again";
        }
        log.line(SiteLog.SITE, "Site %s: %s".formatted(site, told));
        List<String> left = work.halt(new StopRequest("Drover", told), STOP_PATIENCE);
        left.forEach(line -> log.line(SiteLog.SITE, line));
        faults = Stream.concat(Stream.of(told), left.stream()).toList();
        state = SiteState.STOPPED;
        mayStartLater = transition == SiteState.STARTING && heals;
    }

    private void doStart() {
        faults = List.of();
        mayStartLater = false;
        STARTS.acquireUninterruptibly();
        try {
            work.start();
        } finally {
            STARTS.release();
        }
        synchronized (this) {
            // Not before: a click may come until the site runs, and none of them is commenced.
            store.clearPending(site);
            state = SiteState.RUNNING;
        }
        log.line(SiteLog.SITE, "Site %s started successfully!".formatted(site));
        web.test();
        work.meetTargets();
    }

    /** A site is stopped when all nodes have halted it, or it is wanted again meanwhile. */
    private void doStop(StopRequest request) {
        log.line(SiteLog.SITE, "Site %s is being stopped by %s: %s".formatted(site, request.by(), request.reason()));
        List<String> left = new ArrayList<>(work.halt(request, STOP_PATIENCE));
        left.addAll(work.awaitOthers(this::isWantedAgain));
        endStop(left);
        log.line(SiteLog.SITE, "Site %s stopped successfully!".formatted(site));
        log.line(SiteLog.SITE, STOP_RULE);
        web.test();
    }

    private boolean isWantedAgain() {
        return store.wish(site, SiteState.STOPPED).wanted() == SiteState.RUNNING;
    }

    private void endStop(List<String> left) {
        left.forEach(line -> log.line(SiteLog.SITE, line));
        faults = List.copyOf(left);
        state = SiteState.STOPPED;
        mayStartLater = false;
    }

    /** Waits until a move that goes on has ended. */
    void awaitMove() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        thread.execute(done::countDown);
        done.await();
    }

    /** Halts what runs; the state it comes back to at the next start stays as it is. */
    @Override
    public void close() {
        thread.execute(() -> {
            if (state == SiteState.RUNNING) {
                state = SiteState.STOPPING;
                endStop(work.halt(new StopRequest("Drover", "Drover was shut down"), SHUTDOWN_PATIENCE));
            }
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(SHUTDOWN_PATIENCE.toSeconds() + 1, TimeUnit.SECONDS)) {
                LOG.warn("site={}: its stop has not ended in time", site);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
