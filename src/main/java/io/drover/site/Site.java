package io.drover.site;

import io.drover.db.SqlProblem;
import io.drover.node.Signal;
import io.drover.run.DeadRuns;
import io.drover.run.RowLookup;
import io.drover.run.RunExecutor;
import io.drover.run.RunNumbers;
import io.drover.run.RunQueue;
import io.drover.run.RunRecovery;
import io.drover.run.RunningRun.StopRequest;
import io.drover.run.StopRequests;
import io.drover.schedule.Bells;
import io.drover.schedule.Ringer;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.send.SendException;
import io.drover.send.Why;
import io.drover.task.RunRequest;
import io.drover.task.RunRequests;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.UnknownTaskException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A web shop and its sources, with its own state, queues, schedules and Camel. {@link #start} and {@link #stop} return at
 * once; the move itself goes on in the site's own thread, so that one site never waits for another. Thread-safe.
 */
public final class Site implements AutoCloseable {

    private static final String OWN_THREAD = "Site";

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    private static final String STOP_RULE = "=".repeat(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    /** Ctrl-C has ten seconds for everything. */
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(6);

    private final String name;
    private final SiteStore store;
    private final SiteLog log;
    private final SiteCamel camel;
    private final RouteFiles routes;
    private final SiteTasks tasks;
    private final RunExecutor executor;
    private final RunQueue queue;
    private final SiteRuns runs;
    private final HeldRows heldRows;
    private final AuditStore audit;
    private final Bells bells;
    private final SiteSchedules schedules;
    private final WebConnection web;
    private final RunRows rows;
    private final Clock clock;
    private final SiteNodes nodes;
    private final SitePeers peers;
    private final RunStops stops;
    private final RunNumbers numbers;
    private final ExecutorService moves;

    private volatile boolean isNew;

    private volatile SiteState state = SiteState.STOPPED;
    private volatile SiteStore.Wish wish;
    private volatile List<String> faults = List.of();
    private volatile WhyFinder whyFinder;

    Site(String name, SiteParts parts, Clock clock, SiteState first) {
        this.name = name;
        this.store = parts.store();
        this.log = parts.log();
        this.camel = parts.camel();
        TaskCatalogue catalogue = new TaskCatalogue(camel.context());
        this.routes = parts.files();
        this.tasks = new SiteTasks(name, catalogue, store, parts.runs(), parts.schedules());
        this.executor =
                new RunExecutor(parts.databases(), catalogue, parts.runs(), parts.heldRows(), parts.keptRows(), log);
        this.queue = new RunQueue(name, parts.node(), catalogue, parts.runs(), executor, log);
        this.runs = new SiteRuns(name, this::isRunning, tasks, queue, parts.audit());
        this.heldRows = new HeldRows(name, tasks, catalogue, parts.heldRows(), parts.audit(), clock);
        this.audit = parts.audit();
        this.bells = new Bells(
                camel.context(),
                name,
                parts.zone(),
                clock,
                new Ringer(parts.zone(), catalogue, queue, parts.runs(), parts.schedules(), log));
        queue.watchedBy(bells);
        this.clock = clock;
        this.nodes = new SiteNodes(name, parts.node(), parts.control(), parts.runs());
        this.schedules = new SiteSchedules(
                name,
                tasks,
                parts.schedules(),
                bells,
                new OwnSchedules(parts.node(), nodes),
                parts.audit(),
                clock,
                parts.zone());
        this.web = new WebConnection(parts.databases(), log);
        this.rows = new RunRows(parts.databases(), catalogue, parts.control().database());
        this.whyFinder = new RowLookup(name, parts.databases(), catalogue, parts.heldRows())::find;
        this.moves = Executors.newSingleThreadExecutor(work -> new Thread(work, "site " + name));
        camel.answerRequests(queue);
        this.wish = store.wish(name, first);
        this.isNew = parts.runs().latest(name).isEmpty();
        routes.load();
        schedules.refresh();
        DeadRuns dead = new DeadRuns(parts.control(), parts.node());
        StopRequests requests = new StopRequests(parts.control(), parts.node());
        this.peers = new SitePeers(
                name,
                nodes,
                new RunRecovery(parts.databases(), catalogue, parts.runs(), dead),
                dead,
                requests,
                executor,
                queue,
                log);
        this.stops = new RunStops(name, parts.node(), executor, parts.runs(), requests, parts.audit());
        this.numbers = new RunNumbers(parts.control(), parts.databases(), catalogue, log);
        peers.recover();
    }

    public String name() {
        return name;
    }

    public SiteLog log() {
        return log;
    }

    /** What became of each row of its runs. */
    public RunRows rows() {
        return rows;
    }

    /** Names who looks rows up. */
    public void answerWhy(WhyFinder finder) {
        whyFinder = finder;
    }

    /**
     * Where one row of a task stands between source and shop.
     *
     * @throws UnknownTaskException when there is no such task
     * @throws NotSendableException when it sends no rows
     * @throws IllegalArgumentException when the key is none of a table of this task, saying how one is written
     * @throws SendException when source or target do not answer
     */
    public Why why(String task, String key) {
        Task known = tasks.known(task);
        if (!known.isSendable()) {
            throw new NotSendableException(task);
        }
        return whyFinder.find(task, key);
    }

    /** What runs in this process at this moment. */
    public RunExecutor executor() {
        return executor;
    }

    /** What people ask of its runs besides a send. */
    public SiteRuns runs() {
        return runs;
    }

    /** Stop Running Task. */
    public RunStops stops() {
        return stops;
    }

    public HeldRows heldRows() {
        return heldRows;
    }

    public SiteSchedules schedules() {
        return schedules;
    }

    /** Where the site's schedules and routes ask for runs. */
    public RunRequests requests() {
        return queue;
    }

    /** True while schedules ring: next runs are promises only then. */
    public boolean isRunning() {
        return state == SiteState.RUNNING;
    }

    /** True when nothing of this site had ever run before, and no other node has begun to serve it. */
    public boolean isNew() {
        return isNew;
    }

    /** False while a site that should run does not; one that is meant to be stopped is always as wished. */
    public boolean isAsWished() {
        return state == SiteState.RUNNING || wish.wanted() == SiteState.STOPPED;
    }

    /** Starts the site if it was running when Drover ended, or is to be started at its first time. */
    void resume() {
        if (wish.wanted() == SiteState.RUNNING) {
            begin(SiteState.STARTING, this::doStart);
        } else if (nodes.isServedElsewhere()) {
            begin(SiteState.STOPPING, () -> {
                List<String> left = new ArrayList<>();
                awaitOthers(left);
                endStop(left);
            });
        }
    }

    /** Looks at what a node was told. To stop and to take over runs takes its time; all else is passed on. */
    void hear(Signal signal) {
        switch (signal.kind()) {
            case SITE -> {
                peers.hear();
                moved(this::obey);
            }
            case SCHEDULES -> moved(schedules::ringAsTold);
            case QUEUE -> queue.wake(signal.text());
            case STOP -> peers.stopAsked();
            case DEAD_RUNS -> peers.recover();
        }
    }

    /** Does something between starts and stops, unless Drover is being shut down. */
    private void moved(Runnable work) {
        try {
            moves.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.error("site={}: will be looked at again", name, e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("site={}: shut down", name, e);
        }
    }

    /** Starts or stops the site because that was asked for at another node. */
    private void obey() {
        Runnable move = null;
        synchronized (this) {
            SiteStore.Wish now = store.wish(name, wish.wanted());
            wish = now;
            if (now.wanted() == SiteState.RUNNING && state == SiteState.STOPPED) {
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
            schedules.ringAsTold();
        }
    }

    /**
     * Start Site (PR8). The statuses of all tasks become blank; what was asked for while it was stopped is not commenced.
     *
     * @throws IllegalMoveException when it is running or being stopped
     */
    public synchronized SiteView start(String by) {
        if (state == SiteState.STARTING) {
            return view();
        }
        if (state != SiteState.STOPPED) {
            throw new IllegalMoveException(name, state, "started");
        }
        wish = store.change(name, SiteState.RUNNING, null, by);
        begin(SiteState.STARTING, this::doStart);
        return view();
    }

    /**
     * Stop Site (PR6, PR9): halts what runs and takes no further request.
     *
     * @throws InvalidReasonException when the reason says nothing
     * @throws IllegalMoveException when it is stopped or being started
     */
    public synchronized SiteView stop(String by, String reason) {
        String checked = InvalidReasonException.check(reason);
        if (state == SiteState.STOPPING) {
            return view();
        }
        if (state != SiteState.RUNNING) {
            throw new IllegalMoveException(name, state, "stopped");
        }
        wish = store.change(name, SiteState.STOPPED, checked, by);
        begin(SiteState.STOPPING, () -> doStop(new StopRequest(by, checked)));
        return view();
    }

    private void begin(SiteState transition, Runnable move) {
        state = transition;
        moves.execute(() -> attempt(transition, move));
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
        LOG.error("site={}: {} failed", name, transition, problem);
        SQLException sql = SqlProblem.in(problem);
        String told = "%s failed: %s"
                .formatted(
                        transition,
                        sql == null ? problem.getMessage() : "Drover's own database: " + SqlProblem.describe(sql));
        log.line(OWN_THREAD, "Site %s: %s".formatted(name, told));
        StopRequest request = new StopRequest("Drover", told);
        List<String> left = halt(request, STOP_PATIENCE);
        leave(request, left);
        left.forEach(line -> log.line(OWN_THREAD, line));
        faults = Stream.concat(Stream.of(told), left.stream()).toList();
        state = SiteState.STOPPED;
    }

    private void doStart() {
        faults = List.of();
        routes.load();
        routes.problems().forEach(problem -> log.line(OWN_THREAD, problem.text()));
        schedules.refresh();
        routes.start().forEach(problem -> log.line(OWN_THREAD, problem.text()));
        // What came due up to here was missed, unless another node serves the site: what came due later is its to ring.
        Instant now = clock.instant();
        boolean isFirst = nodes.enter();
        isNew &= isFirst;
        if (isNew) {
            numbers.meetTargets(name);
        }
        queue.open(tasks.queues());
        schedules.hang(now, isFirst);
        synchronized (this) {
            // Not before: a click may come until the site runs, and none of them is commenced.
            store.clearPending(name);
            state = SiteState.RUNNING;
        }
        log.line(OWN_THREAD, "Site %s started successfully!".formatted(name));
        web.test();
        if (!isNew) {
            // A restored control database: seldom, so a target that does not answer delays no start.
            numbers.meetTargets(name);
        }
    }

    /**
     * Takes in what changed of its route files, also while it is stopped. Returns at once; the rest goes on in the site's
     * own thread.
     */
    void reload() {
        moves.execute(() -> {
            try {
                doReload();
            } catch (RuntimeException e) {
                LOG.error("site={}: reload failed, will try again at the next change", name, e);
                log.line(OWN_THREAD, "Route files: " + e.getMessage());
            }
        });
    }

    private void doReload() {
        routes.load().forEach(line -> log.line(OWN_THREAD, line));
        schedules.refresh();
    }

    private void doStop(StopRequest request) {
        log.line(OWN_THREAD, "Site %s is being stopped by %s: %s".formatted(name, request.by(), request.reason()));
        List<String> left = halt(request, STOP_PATIENCE);
        if (leave(request, left)) {
            awaitOthers(left);
        }
        endStop(left);
        log.line(OWN_THREAD, "Site %s stopped successfully!".formatted(name));
        log.line(OWN_THREAD, STOP_RULE);
        web.test();
    }

    /**
     * Ends whatever the site does; what cannot be ended keeps nothing else from being ended.
     *
     * @return what is not proved to be over, one line each
     */
    private List<String> halt(StopRequest request, Duration patience) {
        List<String> left = new ArrayList<>();
        halt("its schedules", left, bells::takeDown);
        halt("its queues", left, () -> left.addAll(queue.close(request, patience)));
        halt("its routes", left, routes::stop);
        return left;
    }

    @FunctionalInterface
    private interface Halt {
        void run() throws InterruptedException;
    }

    private void halt(String what, List<String> left, Halt halt) {
        try {
            halt.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.add("Ending %s was interrupted".formatted(what));
        } catch (RuntimeException e) {
            LOG.error("site={}: {} did not end", name, what, e);
            left.add("Ending %s failed: %s".formatted(what, e.getMessage()));
        }
    }

    /** @return false when it could not be written down, which is said in what is left then */
    private boolean leave(StopRequest request, List<String> left) {
        try {
            nodes.leave("Stopped by %s before it began: %s".formatted(request.by(), request.reason()));
            return true;
        } catch (DataAccessException e) {
            LOG.error("site={}: what waited cannot be written down as stopped", name, e);
            left.add("What waited is not written down as stopped, because Drover's own database does not answer;"
                    + " the next start will do it");
            return false;
        }
    }

    /** A site is stopped when all nodes have halted it, or it is wanted again meanwhile. */
    private void awaitOthers(List<String> left) {
        try {
            left.addAll(
                    peers.awaitHalted(() -> store.wish(name, SiteState.STOPPED).wanted() == SiteState.RUNNING));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.add("The wait for other nodes was interrupted");
        } catch (DataAccessException e) {
            LOG.error("site={}: whether other nodes have halted it cannot be asked", name, e);
            left.add("Whether other nodes have halted it is not known, because Drover's own database does not answer");
        }
    }

    private void endStop(List<String> left) {
        left.forEach(line -> log.line(OWN_THREAD, line));
        faults = List.copyOf(left);
        state = SiteState.STOPPED;
    }

    /**
     * A click on Send All or Send Changed, within the window of the task's schedules.
     *
     * @throws OutsideWindowException when its schedules leave no time for it now
     */
    public SendAnswer send(String task, Mode mode, String by) {
        return send(task, mode, by, false);
    }

    /**
     * A click on Send All or Send Changed. On a site that does not run it is only written down (PR4).
     *
     * @param force whether the window of the task's schedules is left aside
     * @throws UnknownTaskException when there is no such task
     * @throws NotSendableException when the task sends nothing, or not in this mode
     * @throws OutsideWindowException when its schedules leave no time for it now (decision 8)
     */
    public SendAnswer send(String task, Mode mode, String by, boolean force) {
        Task known = tasks.sendable(task, mode);
        synchronized (this) {
            if (state != SiteState.RUNNING) {
                store.addPending(name, task, mode, by);
                log.line(
                        OWN_THREAD,
                        "%s of %s asked for by %s while the site is %s: %s, not commenced"
                                .formatted(mode.words(), known.title(), by, state, PendingClick.STATUS));
                return new SendAnswer(null);
            }
            if (!force) {
                schedules.checkWindow(known, mode);
            }
            RunRequest request = RunRequest.adHoc(task, mode, Purpose.SEND, by);
            Act plain = Act.of(by, mode.words(), name);
            Act act = force ? plain.with("force", true) : plain;
            return new SendAnswer(queue.ask(request, answer -> audit.write(SiteRuns.act(request, act, answer))));
        }
    }

    public SiteView view() {
        SiteState now = state;
        List<String> problems = new ArrayList<>(faults);
        routes.problems().forEach(problem -> problems.add(problem.text()));
        boolean up = now == SiteState.RUNNING || now == SiteState.STARTING;
        return new SiteView(
                name, now, up ? null : wish.reason(), wish.by(), wish.at(), queue.queues(), List.copyOf(problems));
    }

    /** Its route files, what is in use of them and what is wrong with them, by the name of their task. */
    public List<RouteFile> routeFiles() {
        return routes.files();
    }

    /** The folders in which a change may concern its routes. */
    Set<Path> routeFolders() {
        return routes.folders();
    }

    /** All tasks by name, with status, last run and schedules. */
    public List<TaskView> tasks() {
        return tasks.views();
    }

    /**
     * The columns of the key of each table that a task sends, in the order of its steps.
     *
     * @throws UnknownTaskException when there is no such task
     */
    public Map<String, List<String>> keys(String task) {
        return tasks.keys(task);
    }

    /** Waits until a move that goes on has ended. */
    public void awaitMove() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        moves.execute(done::countDown);
        done.await();
    }

    /** Halts what runs and ends the site's Camel; the state it comes back to at the next start stays as it is. */
    @Override
    public void close() {
        moves.execute(() -> {
            if (state == SiteState.RUNNING) {
                state = SiteState.STOPPING;
                StopRequest request = new StopRequest("Drover", "Drover was shut down");
                List<String> left = halt(request, SHUTDOWN_PATIENCE);
                leave(request, left);
                endStop(left);
            }
        });
        moves.shutdown();
        try {
            if (!moves.awaitTermination(SHUTDOWN_PATIENCE.toSeconds() + 1, TimeUnit.SECONDS)) {
                LOG.warn("site={}: its stop has not ended in time", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        camel.close();
        log.close();
    }
}
