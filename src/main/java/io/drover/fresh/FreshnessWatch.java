package io.drover.fresh;

import io.drover.config.DaemonThreads;
import io.drover.config.DroverException;
import io.drover.config.PlainLine;
import io.drover.db.SqlProblem;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.TaskOfSite;
import io.drover.site.Site;
import io.drover.site.SiteReach.Look;
import io.drover.site.Sites;
import io.drover.task.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks sources and shops, in the background, how far each task has sent and what waits. Sites that run are looked at every
 * {@link #EVERY} by one of the nodes that serve them, and by the node on which one of their runs has ended: at once, or
 * where ends follow each other, every {@link #NEWS_EVERY}. Counting takes a hundredth of the time at most, and never counts
 * one task twice within {@link #COUNT_EVERY}.
 */
public final class FreshnessWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FreshnessWatch.class);

    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration NEWS_EVERY = Duration.ofSeconds(3);
    private static final Duration COUNT_EVERY = Duration.ofMinutes(5);
    private static final int COUNT_SHARE = 100;
    private static final int LOOKERS = 4;
    private static final int COUNTERS = 2;

    private final Sites sites;
    private final RunHistory runs;
    private final FreshnessStore store;
    private final boolean counts;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("freshness"));
    private final ExecutorService lookers = Executors.newFixedThreadPool(LOOKERS, new DaemonThreads("freshness looks"));
    private final ExecutorService counters =
            Executors.newFixedThreadPool(COUNTERS, new DaemonThreads("freshness counts"));

    /** Sites that are being looked at, or counted, at this moment. */
    private final Set<String> looking = ConcurrentHashMap.newKeySet();

    private final Set<String> counting = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> nextLook = new ConcurrentHashMap<>();
    private final Map<TaskOfSite, Long> nextCount = new ConcurrentHashMap<>();
    /** How many runs of each site had ended here when it was looked at last, and when the next end may be looked at. */
    private final Map<String, Long> seenEnded = new HashMap<>();

    private final Map<String, Long> nextNews = new HashMap<>();

    /** @param counts whether changes that wait are counted */
    public FreshnessWatch(Sites sites, RunHistory runs, FreshnessStore store, boolean counts) {
        this.sites = sites;
        this.runs = runs;
        this.store = store;
        this.counts = counts;
    }

    public void start() {
        clock.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            for (Site site : sites.all()) {
                String name = site.name();
                long ended = site.executor().ended();
                boolean isNews =
                        ended != seenEnded.getOrDefault(name, 0L) && now - nextNews.getOrDefault(name, now) >= 0;
                boolean isDue = isNews || now - nextLook.getOrDefault(name, now) >= 0;
                if (site.isRunning() && isDue && looking.add(name)) {
                    if (isNews) {
                        seenEnded.put(name, ended);
                        nextNews.put(name, now + NEWS_EVERY.toNanos());
                    }
                    nextLook.put(name, now + EVERY.toNanos());
                    lookers.execute(() -> look(site, isNews));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("How fresh the shops are will be looked at again: {}", SqlProblem.tell(e));
        }
    }

    private void look(Site site, boolean isNews) {
        try {
            // A node that is alone need not ask whose site it is: an idle Drover is quiet.
            if (isNews || sites.isOnlyNode() || site.reach().isOurs()) {
                site.reach().look().ifPresent(looks -> {
                    store.write(site.name(), looks);
                    if (counts) {
                        countNext(site, looks);
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.warn("site={}: how fresh it is will be looked at again: {}", site.name(), SqlProblem.tell(e));
        } finally {
            looking.remove(site.name());
        }
    }

    /**
     * One task of a site at a time, the one that waits longest; none that is being sent, and none of which all rows wait
     * because it has never been sent.
     */
    private void countNext(Site site, List<Look> looks) {
        long now = System.nanoTime();
        List<Map.Entry<Task, Long>> due = looks.stream()
                .filter(look -> look.problem() == null && look.reached() != null)
                .map(Look::task)
                .map(task -> Map.entry(task, now - nextCount.getOrDefault(key(site, task), now)))
                .filter(each -> each.getValue() >= 0 && site.reach().isCountable(each.getKey()))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        Set<String> busy = runs.unfinished().stream()
                .filter(run -> run.site().equals(site.name()))
                .map(Run::task)
                .collect(Collectors.toSet());
        due.stream()
                .filter(each -> !busy.contains(each.getKey().name()))
                .max(Map.Entry.comparingByValue())
                .ifPresent(longest -> {
                    if (counting.add(site.name())) {
                        counters.execute(() -> count(site, longest.getKey()));
                    }
                });
    }

    private static TaskOfSite key(Site site, Task task) {
        return new TaskOfSite(site.name(), task.name());
    }

    private void count(Site site, Task task) {
        long begin = System.nanoTime();
        boolean gaveWay = false;
        try {
            site.reach().countChanges(task).ifPresent(waiting -> store.count(site.name(), task.name(), waiting, null));
        } catch (DroverException e) {
            gaveWay = site.executor().isExecuting(task.name());
            if (!gaveWay) {
                note(site, task, String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException e) {
            LOG.warn("site={} task={}: its changes cannot be counted", site.name(), task.name(), e);
        } finally {
            long end = System.nanoTime();
            // What waits after the send to which a count gave way is counted then.
            long pause = gaveWay ? 0 : Math.max(COUNT_EVERY.toNanos(), (end - begin) * COUNT_SHARE);
            nextCount.put(key(site, task), end + pause);
            counting.remove(site.name());
        }
    }

    private void note(Site site, Task task, String problem) {
        if (site.isRunning()) {
            try {
                store.count(site.name(), task.name(), null, PlainLine.of(problem));
            } catch (RuntimeException e) {
                LOG.warn(
                        "site={} task={}: its count is not written down: {}", site.name(), task.name(), e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        lookers.shutdown();
        counters.shutdown();
    }
}
