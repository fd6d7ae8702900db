package io.drover.site;

import io.drover.config.DroverException;
import io.drover.db.Database;
import io.drover.db.SiteDatabases;
import io.drover.run.ChangeCounter;
import io.drover.run.HeldRowStore;
import io.drover.send.Probe;
import io.drover.send.Reached;
import io.drover.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What source and shop of a site say of its tasks, asked beside all runs. Thread-safe. */
public final class SiteReach implements AutoCloseable {

    private final String site;
    private final SiteTasks tasks;
    private final SiteDatabases databases;
    private final SiteNodes nodes;
    private final HeldRowStore heldRows;
    private final ChangeCounter counter;
    private final Clock clock;

    SiteReach(
            String site,
            SiteTasks tasks,
            SiteDatabases databases,
            SiteNodes nodes,
            HeldRowStore heldRows,
            ChangeCounter counter,
            Clock clock) {
        this.site = site;
        this.tasks = tasks;
        this.databases = databases;
        this.nodes = nodes;
        this.heldRows = heldRows;
        this.counter = counter;
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

    /** Asks each database once, whatever the number of tasks; takes a few seconds for one that does not answer. */
    public List<Look> look() {
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
                                task.target(), name -> ask(name, target -> Probe.reached(target, site))),
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

    private <T> Answer<T> ask(String name, Function<Database, T> question) {
        try {
            return new Answer<>(question.apply(databases.get(name)), null);
        } catch (DroverException e) {
            return new Answer<>(null, String.valueOf(e.getMessage()));
        }
    }

    private Duration clockAhead(Database source) {
        return Duration.between(clock.instant(), Probe.time(source));
    }

    /** True where the changes of a task that wait can be counted: its route does nothing that could not be taken back. */
    public boolean isCountable(Task task) {
        return tasks.onlySends(task);
    }

    /**
     * How many changes of a task wait; takes 30 s at most.
     *
     * @throws io.drover.send.SendException when they cannot be counted, saying why
     */
    public long countChanges(Task task) {
        return counter.count(task.name());
    }

    @Override
    public void close() {
        counter.close();
    }
}
