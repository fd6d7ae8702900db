package io.drover.run;

import io.drover.config.DaemonThreads;
import io.drover.db.RunConnections;
import io.drover.db.SiteDatabases;
import io.drover.send.Mode;
import io.drover.send.RowReceiver;
import io.drover.send.SendCounts;
import io.drover.send.SendException;
import io.drover.send.SendMemory;
import io.drover.send.SendSession;
import io.drover.send.TryAgainException;
import io.drover.task.TaskCatalogue;
import io.drover.task.TaskEntry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Counts the changes that wait: the rows that Send Changed would write, or could not. It compares as a verify does, beside
 * the queue, and writes nothing. Thread-safe.
 */
public final class ChangeCounter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LAST_RESORT = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    private final String site;
    private final Rehearsal rehearsal;
    private final TaskCatalogue catalogue;
    private final HeldRowStore heldRows;
    private final Predicate<String> goesOn;
    private final SendMemory memory = new SendMemory();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("change counter"));

    /** @param goesOn asked all the time with the task: its count ends at once where it is false */
    public ChangeCounter(
            String site,
            SiteDatabases databases,
            TaskCatalogue catalogue,
            HeldRowStore heldRows,
            Predicate<String> goesOn) {
        this.site = site;
        this.rehearsal = new Rehearsal(site, databases);
        this.catalogue = catalogue;
        this.heldRows = heldRows;
        this.goesOn = goesOn;
    }

    /**
     * Takes 30 s at most.
     *
     * @throws SendException when it takes longer, the route is not started or fails, or a database does not answer
     */
    public long count(String task) {
        try (TaskEntry version = catalogue
                .enter(task)
                .orElseThrow(() -> new SendException("The route of task %s is not started".formatted(task)))) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return count(version);
                } catch (SendException e) {
                    if (attempt == ATTEMPTS || !TryAgainException.isIn(e)) {
                        throw e;
                    }
                }
            }
        }
    }

    private long count(TaskEntry version) {
        Count count = new Count(version.task().name());
        try {
            rehearsal.execute(
                    version,
                    Mode.CHANGED,
                    heldRows.at(site, version.task().name()).held(),
                    memory,
                    count);
        } finally {
            count.end();
        }
        return count.rows;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** One count, and the watch that ends it. */
    private final class Count implements Rehearsal.Part {

        private final String task;
        private final long begin = System.nanoTime();
        private @Nullable Future<?> limit;
        private long rows;

        Count(String task) {
            this.task = task;
        }

        @Override
        public void begun(RunConnections connections) {
            limit = watch.scheduleWithFixedDelay(
                    () -> endIfOver(connections), POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void endIfOver(RunConnections connections) {
            long over = System.nanoTime() - begin - PATIENCE.toNanos();
            if (over > LAST_RESORT.toNanos()) {
                connections.abort();
            } else if (over > 0 || !goesOn.test(task)) {
                connections.cancel();
            }
        }

        void end() {
            if (limit != null) {
                limit.cancel(false);
            }
        }

        @Override
        public RowReceiver receiver(SendSession session) {
            return session;
        }

        @Override
        public void ended(SendSession session, Exchange exchange) {
            if (exchange.getException() == null) {
                session.complete();
                SendCounts counts = session.counts();
                rows = counts.written() + counts.refused();
            }
        }
    }
}
