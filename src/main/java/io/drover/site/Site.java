package io.drover.site;

import io.drover.node.Signal;
import io.drover.run.ChangeCounter;
import io.drover.run.DeadRuns;
import io.drover.run.RowLookup;
import io.drover.run.RunExecutor;
import io.drover.run.RunNumbers;
import io.drover.run.RunQueue;
import io.drover.run.RunRecovery;
import io.drover.run.StopRequests;
import io.drover.schedule.Bells;
import io.drover.schedule.Chains;
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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A web shop and its sources, with its own state, queues, schedules and Camel. {@link #start} and {@link #stop} return at
 * once; the move itself goes on in the site's own thread, so that one site never waits for another. Thread-safe.
 */
public final class Site implements AutoCloseable {

    private final String name;
    private final SiteStore store;
    private final SiteLog log;
    private final SiteCamel camel;
    private final RouteFiles routes;
    private final RouteSources sources;
    private final SiteTasks tasks;
    private final RunExecutor executor;
    private final RunQueue queue;
    private final SiteRuns runs;
    private final HeldRows heldRows;
    private final AuditStore audit;
    private final SiteSchedules schedules;
    private final RunRows rows;
    private final SitePeers peers;
    private final RunStops stops;
    private final SiteWork work;
    private final SiteMoves moves;
    private final SiteReach reach;

    private volatile WhyFinder whyFinder;

    Site(String name, SiteParts parts, Clock clock, SiteState first) {
        this.name = name;
        this.store = parts.store();
        this.log = parts.log();
        this.camel = parts.camel();
        TaskCatalogue catalogue = new TaskCatalogue(camel.context());
        this.routes = parts.files();
        this.sources = parts.sources();
        this.tasks =
                new SiteTasks(name, catalogue, store, parts.runs().history(), parts.schedules(), routes::unreadable);
        this.executor = new RunExecutor(
                parts.databases(),
                catalogue,
                parts.node(),
                parts.runs(),
                parts.logs(),
                parts.timeLimit(),
                parts.heldRows(),
                parts.keptRows(),
                log);
        DeadRuns dead = new DeadRuns(parts.control(), parts.node());
        this.queue = new RunQueue(name, parts.node(), catalogue, parts.runs(), executor, dead, log);
        this.heldRows = new HeldRows(name, tasks, catalogue, parts.heldRows(), parts.audit(), clock);
        this.audit = parts.audit();
        Bells bells = new Bells(
                camel.context(),
                name,
                parts.zone(),
                clock,
                new Ringer(parts.zone(), catalogue, queue, parts.runs().requests(), parts.schedules(), log),
                new Chains(catalogue, parts.zone(), clock, log));
        queue.watchedBy(bells);
        SiteNodes nodes =
                new SiteNodes(name, parts.node(), parts.control(), parts.runs().runs());
        this.schedules = new SiteSchedules(
                name,
                tasks,
                parts.schedules(),
                bells,
                new OwnSchedules(parts.node(), nodes),
                parts.audit(),
                clock,
                parts.zone());
        this.runs = new SiteRuns(name, this::isRunning, tasks, schedules, queue, parts.audit());
        this.rows = new RunRows(parts.databases(), catalogue, parts.control().database());
        this.whyFinder = new RowLookup(name, parts.databases(), catalogue, parts.heldRows())::find;
        camel.answerRequests(queue);
        SiteStore.Wish wish = store.wish(name, first);
        boolean isNew = parts.runs().history().latest(name).isEmpty();
        routes.load();
        schedules.refresh();
        StopRequests requests = new StopRequests(parts.control(), parts.node());
        this.peers = new SitePeers(
                name,
                nodes,
                new RunRecovery(parts.databases(), catalogue, parts.runs(), bells, dead, log),
                dead,
                requests,
                executor,
                queue,
                log);
        this.stops = new RunStops(name, parts.node(), executor, parts.runs().history(), requests, parts.audit());
        this.reach = new SiteReach(
                name,
                tasks,
                parts.databases(),
                nodes,
                parts.heldRows(),
                new ChangeCounter(
                        name,
                        parts.databases(),
                        catalogue,
                        parts.heldRows(),
                        task -> isRunning() && !executor.isExecuting(task)),
                schedules,
                this::isRunning,
                clock);
        this.work = new SiteWork(
                name,
                log,
                routes,
                tasks,
                queue,
                bells,
                schedules,
                nodes,
                peers,
                reach,
                new RunNumbers(parts.control(), parts.databases(), catalogue, log),
                clock,
                isNew);
        this.moves = new SiteMoves(name, store, log, work, new WebConnection(parts.databases(), log), wish);
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

    /**
     * Names who looks rows up.
     *
     * @return who did until now
     */
    public WhyFinder answerWhy(WhyFinder finder) {
        WhyFinder before = whyFinder;
        whyFinder = finder;
        return before;
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

    /** What source and shop say of its tasks. */
    public SiteReach reach() {
        return reach;
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
        return moves.state() == SiteState.RUNNING;
    }

    /** True when nothing of this site had ever run before, and no other node has begun to serve it. */
    public boolean isNew() {
        return work.isNew();
    }

    /** Whether Stop Site is legal now: also where its start failed, so that it does not start by itself later. */
    public boolean canStop() {
        return moves.canStop();
    }

    /** False while a site that should run does not; one that is meant to be stopped is always as wished. */
    public boolean isAsWished() {
        return isRunning() || moves.wish().wanted() == SiteState.STOPPED;
    }

    /** Starts the site if it was running when Drover ended, or is to be started at its first time. */
    void resume() {
        moves.resume();
    }

    /**
     * Start Site (PR8). The statuses of all tasks become blank; what was asked for while it was stopped is not commenced.
     *
     * @throws IllegalMoveException when it is running or being stopped
     */
    public SiteView start(String by) {
        return moves.steadily(() -> {
            moves.start(by);
            return view();
        });
    }

    /**
     * Stop Site (PR6, PR9): halts what runs and takes no further request; of a site whose start failed, takes back the
     * wish that it should run.
     *
     * @throws InvalidReasonException when the reason says nothing
     * @throws IllegalMoveException when it is stopped and meant to be, or being started
     */
    public SiteView stop(String by, String reason) {
        return moves.steadily(() -> {
            moves.stop(by, reason);
            return view();
        });
    }

    /**
     * Takes in what changed of its route files, also while it is stopped. Returns at once; the rest goes on in the site's
     * own thread.
     */
    void reload() {
        moves.reload();
    }

    /** Whether runs of nodes that are gone wait for this one to say what became of them. */
    boolean owesResults() {
        return peers.owesResults();
    }

    /** Looks at what a node was told. To stop and to take over runs takes its time; all else is passed on. */
    void hear(Signal signal) {
        switch (signal.kind()) {
            case SITE -> {
                peers.hear();
                moves.obey();
            }
            case SCHEDULES -> moves.ringAsTold();
            case QUEUE -> queue.wake(signal.text());
            case STOP -> peers.stopAsked();
            case ENDED -> stops.hear();
            case ANSWERED -> moves.startAgain();
            case DEAD_RUNS -> peers.recover();
            case LETTER -> {
                // No site's business.
            }
        }
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
        return moves.steadily(() -> {
            if (!isRunning()) {
                store.addPending(name, task, mode, by);
                log.line(
                        SiteLog.SITE,
                        "%s of %s asked for by %s while the site is %s: %s, not commenced"
                                .formatted(mode.words(), known.title(), by, moves.state(), PendingClick.STATUS));
                return new SendAnswer(null);
            }
            Act act = schedules.within(known, mode, force, Act.of(by, mode.words(), name));
            RunRequest request = RunRequest.adHoc(task, mode, Purpose.SEND, by);
            return new SendAnswer(queue.ask(request, answer -> audit.write(SiteRuns.act(request, act, answer))));
        });
    }

    public SiteView view() {
        SiteState now = moves.state();
        SiteStore.Wish wish = moves.wish();
        List<String> problems = new ArrayList<>(moves.faults());
        routes.problems().forEach(problem -> problems.add(problem.text()));
        boolean up = now == SiteState.RUNNING || now == SiteState.STARTING;
        return new SiteView(
                name, now, up ? null : wish.reason(), wish.by(), wish.at(), queue.queues(), List.copyOf(problems));
    }

    /** Its route files, what is in use of them and what is wrong with them, by the name of their task. */
    public List<RouteFile> routeFiles() {
        return routes.files();
    }

    /** What is wrong with its route files, and with the folder that they are in. */
    public List<RouteProblem> routeProblems() {
        return routes.problems();
    }

    /** What its route files say. */
    public RouteSources sources() {
        return sources;
    }

    /** The folders in which a change may concern its routes. */
    Set<Path> routeFolders() {
        return routes.folders();
    }

    /** All tasks by name, as the route files define them. */
    public List<Task> definitions() {
        return tasks.all();
    }

    /** What was asked for while it was stopped, oldest first. */
    public List<PendingClick> pending() {
        return store.pending(name);
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
        moves.awaitMove();
    }

    /** Halts what runs and ends the site's Camel; the state it comes back to at the next start stays as it is. */
    @Override
    public void close() {
        moves.close();
        reach.close();
        camel.close();
        log.close();
    }
}
