package io.drover.site;

import io.drover.config.DroverException;
import io.drover.run.Run;
import io.drover.run.RunExecutor;
import io.drover.run.RunQueue;
import io.drover.run.RunRecovery;
import io.drover.run.RunStatus;
import io.drover.run.RunStore;
import io.drover.run.RunningRun.StopRequest;
import io.drover.schedule.Bells;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleStore;
import io.drover.schedule.TimetableWords;
import io.drover.send.Mode;
import io.drover.task.RunAnswer;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.UnknownTaskException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web shop and its sources, with its own state, queues, schedules and Camel. {@link #start} and {@link #stop} return at
 * once; the move itself goes on in the site's own thread, so that one site never waits for another. Thread-safe.
 */
public final class Site implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    /** The named threads of the reference system (PR11); queues that only route files name come after them. */
    private static final List<String> QUEUES = List.of("AllOthers", "GetData", "Trigger", "Monitor");

    private static final String OWN_THREAD = "Site";
    private static final String STOP_RULE = "=".repeat(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final Clock clock;
    private final SiteStore store;
    private final RunStore runs;
    private final ScheduleStore schedules;
    private final SiteLog log;
    private final SiteCamel camel;
    private final RouteFiles files;
    private final TaskCatalogue catalogue;
    private final RunExecutor executor;
    private final RunQueue queue;
    private final Bells bells;
    private final WebConnection web;
    private final ExecutorService moves;

    private volatile SiteState state = SiteState.STOPPED;
    private volatile SiteStore.Wish wish;
    private volatile List<String> faults = List.of();

    Site(String name, SiteParts parts, Clock clock, SiteState first) {
        this.name = name;
        this.clock = clock;
        this.store = parts.store();
        this.runs = parts.runs();
        this.schedules = parts.schedules();
        this.log = parts.log();
        this.camel = parts.camel();
        this.files = parts.files();
        CamelContext context = camel.context();
        this.catalogue = new TaskCatalogue(context);
        this.executor = new RunExecutor(parts.databases(), catalogue, runs, log);
        this.queue = new RunQueue(name, parts.node(), catalogue, runs, executor, log);
        this.bells = new Bells(context, parts.zone(), clock);
        this.web = new WebConnection(parts.databases(), log);
        this.moves = Executors.newSingleThreadExecutor(work -> new Thread(work, "site " + name));
        camel.answerRequests(queue);
        this.wish = store.wish(name, first);
        loadRoutes();
        new RunRecovery(parts.databases(), catalogue, runs).recover(name);
    }

    public String name() {
        return name;
    }

    public SiteLog log() {
        return log;
    }

    public RunExecutor executor() {
        return executor;
    }

    /** Starts the site if it was running when Drover ended, or is to be started at its first time. */
    void resume() {
        if (wish.wanted() == SiteState.RUNNING) {
            begin(SiteState.STARTING, this::doStart);
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
            throw new IllegalMoveException(
                    "Site %s is %s since %s; only a stopped site can be started".formatted(name, state, wish.at()));
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
            throw new IllegalMoveException(
                    "Site %s is %s since %s; only a running site can be stopped".formatted(name, state, wish.at()));
        }
        wish = store.change(name, SiteState.STOPPED, checked, by);
        begin(SiteState.STOPPING, () -> doStop(new StopRequest(by, checked)));
        return view();
    }

    private void begin(SiteState transition, Runnable move) {
        state = transition;
        moves.execute(() -> {
            try {
                move.run();
            } catch (RuntimeException e) {
                LOG.error("site={}: {} failed", name, transition, e);
                faults = List.of("%s failed: %s".formatted(transition, e.getMessage()));
                log.line(OWN_THREAD, "Site %s: %s failed: %s".formatted(name, transition, e.getMessage()));
                state = SiteState.STOPPED;
            }
        });
    }

    private void doStart() {
        faults = List.of();
        store.clearPending(name);
        loadRoutes();
        startRoutes();
        queue.open(queues());
        bells.hang(scheduleList());
        state = SiteState.RUNNING;
        log.line(OWN_THREAD, "Site %s started successfully!".formatted(name));
        web.test();
    }

    private void doStop(StopRequest request) {
        log.line(OWN_THREAD, "Site %s is being stopped by %s: %s".formatted(name, request.by(), request.reason()));
        halt(request);
        state = SiteState.STOPPED;
        log.line(OWN_THREAD, "Site %s stopped successfully!".formatted(name));
        log.line(OWN_THREAD, STOP_RULE);
        web.test();
    }

    private void halt(StopRequest request) {
        bells.takeDown();
        try {
            faults = queue.close(request, STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("The stop of site " + name + " was interrupted", e);
        }
        faults.forEach(fault -> log.line(OWN_THREAD, fault));
        for (Route route : camel.context().getRoutes()) {
            stopRoute(route.getRouteId());
        }
    }

    private void stopRoute(String route) {
        try {
            camel.context().getRouteController().stopRoute(route, 1, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("site={}: route {} cannot be stopped", name, route, e);
        }
    }

    private void loadRoutes() {
        files.load().forEach(problem -> log.line(OWN_THREAD, problem.file() + ": " + problem.message()));
        List<Task> tasks = catalogue.tasks();
        schedules.sync(name, tasks);
    }

    /** One route that cannot start keeps no other from starting. */
    private void startRoutes() {
        List<String> problems = new ArrayList<>();
        for (Route route : camel.context().getRoutes()) {
            try {
                camel.context().getRouteController().startRoute(route.getRouteId());
            } catch (Exception e) {
                problems.add("%s: %s".formatted(route.getSourceLocationShort(), RouteFault.describe(e)));
            }
        }
        problems.forEach(problem -> log.line(OWN_THREAD, problem));
        faults = problems;
    }

    private Set<String> queues() {
        Set<String> queues = new LinkedHashSet<>(QUEUES);
        catalogue.tasks().forEach(task -> queues.add(task.queue()));
        return queues;
    }

    private List<Schedule> scheduleList() {
        return schedules.list(name, catalogue.tasks());
    }

    /**
     * A click on Send All or Send Changed.
     *
     * @throws UnknownTaskException when there is no such task
     * @throws DroverException when the task sends nothing, or not in this mode
     */
    public SendAnswer send(String task, Mode mode, String by) {
        Task known = task(task);
        if (!known.isSendable()) {
            throw new NotSendableException(known.name());
        }
        if (!known.modes().contains(mode)) {
            throw new NotSendableException(known.name(), mode, known.modes());
        }
        synchronized (this) {
            if (state != SiteState.RUNNING) {
                store.addPending(name, task, mode, by);
                log.line(
                        OWN_THREAD,
                        "%s of %s asked for by %s while the site is %s: %s, not commenced"
                                .formatted(mode.words(), known.title(), by, state, PendingClick.STATUS));
                return new SendAnswer(null);
            }
            RunAnswer answer = queue.ask(new RunRequest(task, mode, Cause.AD_HOC, by, null));
            return new SendAnswer(answer);
        }
    }

    private Task task(String task) {
        return catalogue
                .find(task)
                .orElseThrow(() -> new UnknownTaskException(
                        name, task, catalogue.tasks().stream().map(Task::name).toList()));
    }

    public SiteView view() {
        SiteState now = state;
        List<String> problems = new ArrayList<>(faults);
        files.problems().forEach(problem -> problems.add(problem.file() + ": " + problem.message()));
        catalogue.tasks().forEach(task -> problems.addAll(scheduleFaults(task)));
        return new SiteView(
                name,
                now,
                now == SiteState.RUNNING || now == SiteState.STARTING ? null : wish.reason(),
                wish.by(),
                wish.at(),
                queue.queues(),
                problems);
    }

    private static List<String> scheduleFaults(Task task) {
        List<String> problems = new ArrayList<>();
        task.schedules().forEach((mode, words) -> {
            try {
                TimetableWords.parse(words);
            } catch (IllegalArgumentException e) {
                problems.add("%s: %s".formatted(task.file(), e.getMessage()));
            }
        });
        return problems;
    }

    /** All tasks by name, with status, last run and schedules. */
    public List<TaskView> tasks() {
        List<Task> tasks = catalogue.tasks();
        Map<String, Run> latest = runs.latest(name);
        List<Run> unfinished = runs.unfinished().stream()
                .filter(run -> run.site().equals(name))
                .toList();
        List<PendingClick> pending = store.pending(name);
        List<Schedule> all = schedules.list(name, tasks);
        return tasks.stream()
                .map(task -> {
                    PendingClick click = pending.stream()
                            .filter(each -> each.task().equals(task.name()))
                            .findFirst()
                            .orElse(null);
                    return new TaskView(
                            task,
                            status(task, click, unfinished),
                            click,
                            latest.get(task.name()),
                            all.stream()
                                    .filter(schedule -> schedule.task().equals(task.name()))
                                    .toList());
                })
                .toList();
    }

    private static String status(Task task, @Nullable PendingClick click, List<Run> unfinished) {
        if (click != null) {
            return PendingClick.STATUS;
        }
        Optional<Run> run = unfinished.stream()
                .filter(each -> each.task().equals(task.name()))
                .findFirst();
        return run.map(Run::status).map(RunStatus::word).orElse("");
    }

    /** True while schedules ring: next runs are promises only then. */
    public boolean isRunning() {
        return state == SiteState.RUNNING;
    }

    /** Waits until a move that goes on has ended. */
    public void awaitMove() throws InterruptedException {
        java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
        moves.execute(done::countDown);
        done.await();
    }

    public Clock clock() {
        return clock;
    }

    /** Halts what runs and ends the site's Camel; the state it comes back to at the next start stays as it is. */
    @Override
    public void close() {
        moves.execute(() -> {
            if (state == SiteState.RUNNING) {
                state = SiteState.STOPPING;
                halt(new StopRequest("Drover", "Drover was shut down"));
                state = SiteState.STOPPED;
            }
        });
        moves.shutdown();
        try {
            if (!moves.awaitTermination(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("site={}: its stop has not ended in time", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        camel.close();
        log.close();
    }
}
