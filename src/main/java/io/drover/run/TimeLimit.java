package io.drover.run;

import io.drover.config.DaemonThreads;
import io.drover.run.RunningRun.StopRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs that take longer than their task allows, so that one that hangs does not keep its queue waiting for ever (F85,
 * IA14), half a second late at most. They end as Stop Running Task ends them: statements cancelled, later connections cut,
 * nothing committed. Thread-safe.
 */
public final class TimeLimit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Looked at now and then: an alarm for each run would wake a thread for each. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("time limits"));
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    /** A run that is watched; to be closed when it has ended. */
    final class Watched implements AutoCloseable {

        private final RunningRun run;
        private final Duration limit;
        private final long begin = System.nanoTime();

        private Watched(RunningRun run, Duration limit) {
            this.run = run;
            this.limit = limit;
        }

        private void look() {
            if (System.nanoTime() - begin >= limit.toNanos()) {
                endInItsOwnThread(run, limit);
                watched.remove(this);
            }
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }

    public TimeLimit() {
        clock.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            watched.forEach(Watched::look);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The latter where the machine has no thread left for it.
            LOG.error("Time limits of runs will be looked at again", e);
        }
    }

    Watched watch(RunningRun run, Duration limit) {
        Watched watch = new Watched(run, limit);
        watched.add(watch);
        return watch;
    }

    /** A database that does not answer must not keep the limits of other runs waiting. */
    private static void endInItsOwnThread(RunningRun run, Duration limit) {
        Thread thread = new Thread(
                () -> end(run, limit), "time limit of run " + run.run().run());
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(RunningRun run, Duration limit) {
        String message = "Its time limit of %s was reached, so it was ended; nothing of it was committed. If it needs"
                + " longer, raise timeout in its route file";
        StopRequest request = new StopRequest("Drover", message.formatted(words(limit)), Result.FAILED);
        try {
            while (!run.stop(request, PATIENCE)) {
                LOG.warn(
                        "site={} task={} run={}: its time limit is over, but it does not end; its queue waits",
                        run.run().site(),
                        run.run().task(),
                        run.run().run());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String words(Duration limit) {
        if (limit.toMinutes() == 0 || limit.toSecondsPart() > 0) {
            return limit.toSeconds() + " s";
        }
        return limit.toHours() == 0 || limit.toMinutesPart() > 0 ? limit.toMinutes() + " min" : limit.toHours() + " h";
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
