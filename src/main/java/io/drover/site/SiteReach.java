package io.drover.site;

import io.drover.config.DroverException;
import io.drover.db.Database;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.run.ChangeCounter;
import io.drover.run.HeldRowStore;
import io.drover.send.Mode;
import io.drover.send.Probe;
import io.drover.send.Reached;
import io.drover.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What source and shop of a site say of its tasks, asked beside all runs, and only while the site runs: its stop ends the
 * questions. Thread-safe.
 */
public final class SiteReach implements AutoCloseable {

    private static final int MOST_ASKERS = 1_000;
    /** A cancel that arrives between two statements has no effect, so it is sent again. */
    private static final Duration BETWEEN_CANCELS = Duration.ofMillis(100);

    private final String site;
    private final SiteTasks tasks;
    private final SiteDatabases databases;
    private final SiteNodes nodes;
    private final HeldRowStore heldRows;
    private final ChangeCounter counter;
    private final SiteSchedules schedules;
    private final BooleanSupplier runs;
    private final Clock clock;
    /** One permit for whoever asks, all of them for the stop that waits until nobody does. */
    private final Semaphore askers = new Semaphore(MOST_ASKERS, true);
    /** What is asked at this moment. */
    private final Set<RunConnections> asked = ConcurrentHashMap.newKeySet();

    SiteReach(
            String site,
            SiteTasks tasks,
            SiteDatabases databases,
            SiteNodes nodes,
            HeldRowStore heldRows,
            ChangeCounter counter,
            SiteSchedules schedules,
            BooleanSupplier runs,
            Clock clock) {
        this.site = site;
        this.tasks = tasks;
        this.databases = databases;
        this.nodes = nodes;
        this.heldRows = heldRows;
        this.counter = counter;
        this.schedules = schedules;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * What was found out of a task that sends.
     *
     * @param problem why source or shop could not be asked, or why what they say is not to be believed; null where all
     *     is known
     * @param reached null where the shop has no watermark of the task
     * @param clockAhead how far the source's clock is ahead of this machine's
     */
    public record Look(
            Task task, @Nullable String problem, @Nullable Reached reached, Duration clockAhead) {}

    /** An answer, or why there is none. */
    private record Answer<T>(@Nullable T value, @Nullable String problem) {}

    /** True on one node of those that serve the site: that one looks for all. */
    public boolean isOurs() {
        return nodes.isFirst();
    }

    /**
     * Asks each database once, whatever the number of tasks; takes a few seconds for one that does not answer.
     *
     * @return empty where the site does not run, or is stopped meanwhile
     */
    public Optional<List<Look>> look() {
        return whileItRuns(this::lookNow).filter(looks -> runs.getAsBoolean());
    }

    private <T> Optional<T> whileItRuns(Supplier<T> question) {
        askers.acquireUninterruptibly();
        try {
            return runs.getAsBoolean() ? Optional.of(question.get()) : Optional.empty();
        } finally {
            askers.release();
        }
    }

    private List<Look> lookNow() {
        Set<String> unsettled = heldRows.tasksWithEndedHolds(site);
        Map<String, Answer<Duration>> clocks = new HashMap<>();
        Map<String, Answer<Map<String, Reached>>> targets = new HashMap<>();
        List<Look> looks = new ArrayList<>();
        for (Task task : tasks.all()) {
            if (task.isSendable()) {
                looks.add(look(
                        task,
                        clocks.computeIfAbsent(task.clock(), name -> ask(name, this::clockAhead)),
                        targets.computeIfAbsent(
                                task.target(),
                                name -> ask(name, (connections, target) -> Probe.reached(connections, target, site))),
                        unsettled.contains(task.name())));
            }
        }
        return looks;
    }

    private static Look look(
            Task task, Answer<Duration> clock, Answer<Map<String, Reached>> target, boolean isUnsettled) {
        String problem = clock.problem() == null ? target.problem() : clock.problem();
        if (problem == null && isUnsettled) {
            problem = "a row is held no longer, and the next run will send it";
        }
        Map<String, Reached> all = target.value();
        Duration ahead = clock.value();
        return new Look(
                task, problem, all == null ? null : all.get(task.name()), ahead == null ? Duration.ZERO : ahead);
    }

    /** On a connection of its own, read-only, so that no question holds a transaction open while the next one is asked. */
    private <T> Answer<T> ask(String name, BiFunction<RunConnections, Database, T> question) {
        RunConnections asking = new RunConnections(databases, "", Set.of());
        asked.add(asking);
        try (asking) {
            // Only now: from here on a stop finds it.
            return runs.getAsBoolean()
                    ? new Answer<>(question.apply(asking, databases.get(name)), null)
                    : new Answer<>(null, "the site is being stopped");
        } catch (DroverException e) {
            return new Answer<>(null, String.valueOf(e.getMessage()));
        } finally {
            asked.remove(asking);
        }
    }

    private Duration clockAhead(RunConnections connections, Database source) {
        return Duration.between(clock.instant(), Probe.time(connections, source));
    }

    /** True where the changes of a task that wait can be counted: its route does nothing that could not be taken back. */
    public boolean isCountable(Task task) {
        return tasks.onlySends(task);
    }

    /**
     * How many changes of a task wait; takes 30 s at most.
     *
     * @return empty where the site does not run, or its schedules leave this time out (PF5)
     * @throws io.drover.send.SendException when they cannot be counted, saying why
     */
    public Optional<Long> countChanges(Task task) {
        return schedules.outsideWindow(task, Mode.CHANGED).isPresent()
                ? Optional.empty()
                : whileItRuns(() -> counter.count(task.name()));
    }

    /**
     * Ends the questions that are asked; to be called once the site does not run.
     *
     * @return what has not ended in time
     */
    Optional<String> halt(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            asked.forEach(RunConnections::cancel);
            if (askers.tryAcquire(MOST_ASKERS, BETWEEN_CANCELS.toMillis(), TimeUnit.MILLISECONDS)) {
                askers.release(MOST_ASKERS);
                return Optional.empty();
            }
        } while (System.nanoTime() - end < 0);
        return Optional.of("A database has not yet answered how fresh the tasks are; nothing is written there");
    }

    @Override
    public void close() {
        counter.close();
    }
}
