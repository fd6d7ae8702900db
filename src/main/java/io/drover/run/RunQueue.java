package io.drover.run;

import io.drover.config.DroverException;
import io.drover.run.RunConclusion.Done;
import io.drover.run.RunningRun.StopRequest;
import io.drover.send.Purpose;
import io.drover.send.SendCounts;
import io.drover.task.NotRunningException;
import io.drover.task.RunAnswer;
import io.drover.task.RunRequest;
import io.drover.task.RunRequests;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import io.drover.task.UnknownTaskException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one site. Open, it takes requests and works on them, one at a time per queue and in order; closed, it
 * takes none. Thread-safe.
 */
public final class RunQueue implements RunRequests {

    private final String site;
    private final String node;
    private final TaskCatalogue catalogue;
    private final RunStore store;
    private final RequestStore requests;
    private final RunExecutor executor;
    private final DeadRuns dead;
    private final EventLog events;
    private final Map<String, QueueWorker> workers = new LinkedHashMap<>();
    private volatile @Nullable RunWatch watch;
    /** Whoever asks reads, whoever opens or closes writes: nothing is asked for once the queues are closed. */
    private final ReadWriteLock gate = new ReentrantReadWriteLock();

    private boolean open;

    public RunQueue(
            String site,
            String node,
            TaskCatalogue catalogue,
            RunTables tables,
            RunExecutor executor,
            DeadRuns dead,
            EventLog events) {
        this.site = site;
        this.node = node;
        this.catalogue = catalogue;
        this.store = tables.runs();
        this.requests = tables.requests();
        this.executor = executor;
        this.dead = dead;
        this.events = events;
    }

    /** Names who is asked before a run begins. */
    public void watchedBy(RunWatch watching) {
        watch = watching;
    }

    /** Starts a worker for each queue. */
    public void open(Collection<String> queues) {
        gate.writeLock().lock();
        try {
            queues.forEach(this::worker);
            open = true;
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Names of the queues that are being worked on. */
    public List<String> queues() {
        synchronized (workers) {
            return List.copyOf(workers.keySet());
        }
    }

    @Override
    public RunAnswer ask(RunRequest request) {
        return ask(request, null);
    }

    /**
     * Asks for a run.
     *
     * @param alongside what is to be written in the same transaction; when it throws, nothing was asked for; null = nothing
     */
    public RunAnswer ask(RunRequest request, @Nullable Consumer<RunAnswer> alongside) {
        Task task = catalogue
                .find(request.task())
                .orElseThrow(() -> new UnknownTaskException(
                        site,
                        request.task(),
                        catalogue.tasks().stream().map(Task::name).toList()));
        if (request.purpose() != Purpose.UNDO && !task.modes().contains(request.mode())) {
            throw new DroverException("Task %s cannot be asked for %s; it allows %s"
                    .formatted(
                            task.name(),
                            request.mode().words(),
                            task.modes().stream().map(mode -> mode.words()).toList()));
        }
        gate.readLock().lock();
        try {
            if (!open) {
                throw new NotRunningException(site);
            }
            QueueWorker worker = worker(request.queue(task));
            RunAnswer answer = requests.ask(site, task, request, alongside);
            worker.wake();
            return answer;
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Also for a queue that nobody named when the site was started: that of a task that was added since. */
    private QueueWorker worker(String queue) {
        synchronized (workers) {
            return workers.computeIfAbsent(queue, this::startedWorker);
        }
    }

    private QueueWorker startedWorker(String queue) {
        QueueWorker worker = new QueueWorker(site, queue, node, store, this::execute, events);
        worker.start();
        return worker;
    }

    /**
     * Looks for runs that wait although nobody asked for them here; does nothing while the queues are closed.
     *
     * @param queue empty = all that are being worked on
     */
    public void wake(String queue) {
        gate.readLock().lock();
        try {
            if (!open) {
                return;
            }
            if (queue.isEmpty()) {
                synchronized (workers) {
                    workers.values().forEach(QueueWorker::wake);
                }
            } else {
                worker(queue).wake();
            }
        } finally {
            gate.readLock().unlock();
        }
    }

    /** @return the next run of the same queue, if it was claimed at once; where nobody looked for it, the queue is woken */
    private Optional<Run> execute(Run run, BooleanSupplier goesOn) {
        if (dead.isTaken(run.run())) {
            // It looked like a claim of which nobody had heard; the queue is woken when it has its result.
            return Optional.empty();
        }
        RunWatch watching = watch;
        Optional<String> refusal = watching == null ? Optional.empty() : watching.refusal(run);
        try {
            if (refusal.isPresent()) {
                store.end(RunEnd.of(run, Result.SKIPPED, refusal.get(), SendCounts.NONE));
                wake(run.queue());
                return Optional.empty();
            }
            Done done = executor.execute(
                    run, result -> watching == null ? List.of() : watching.followers(run, result), goesOn);
            done.asked().forEach(this::wake);
            return done.next();
        } finally {
            if (watching != null) {
                watching.ended(run);
            }
        }
    }

    /**
     * Takes no more requests, ends what runs, and returns when all workers have ended. What waits stays.
     *
     * @return what did not end in time, one line each; empty when all is proved to be over
     */
    public List<String> close(StopRequest request, Duration patience) throws InterruptedException {
        List<QueueWorker> stopping;
        gate.writeLock().lock();
        try {
            open = false;
            synchronized (workers) {
                stopping = List.copyOf(workers.values());
                workers.clear();
            }
        } finally {
            gate.writeLock().unlock();
        }
        stopping.forEach(QueueWorker::beginStop);
        Set<RunningRun> pressed = new LinkedHashSet<>();
        long begin = System.nanoTime();
        Duration waited = Duration.ZERO;
        do {
            // Asked for anew each time: a worker may have claimed a run just before it was told to stop.
            for (RunningRun running : executor.running()) {
                pressed.add(running);
                running.press(request, waited);
            }
            waited = Duration.ofNanos(System.nanoTime() - begin);
        } while (!allEnded(stopping) && waited.compareTo(patience) < 0);
        List<String> left = new ArrayList<>();
        pressed.forEach(running -> left.addAll(left(running)));
        return left;
    }

    /** What of a run is not proved to be over. */
    private List<String> left(RunningRun running) {
        Run run = running.run();
        if (executor.running(run.run()).isPresent()) {
            return List.of("Run %d of %s has not ended; what it does may go on, but it can commit nothing any more"
                    .formatted(run.run(), run.task()));
        }
        return running.doubts().stream()
                .map(doubt -> "Run %d of %s has ended, but %s".formatted(run.run(), run.task(), doubt))
                .toList();
    }

    private static boolean allEnded(List<QueueWorker> workers) throws InterruptedException {
        for (QueueWorker worker : workers) {
            if (!worker.awaitEnd(RunningRun.BETWEEN_CANCELS)) {
                return false;
            }
        }
        return true;
    }
}
