package io.drover.run;

import io.drover.config.DaemonThreads;
import io.drover.db.SqlProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The logs of the runs of this process. What a run says is stored within {@link #EVERY}, all runs together in one
 * transaction; where nothing is said, nothing is asked of the database. Thread-safe.
 */
public final class RunLogs implements AutoCloseable {

    /** How old a line may be that nobody can read yet. */
    static final Duration EVERY = Duration.ofMillis(500);

    private static final int FEW_LINES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RunLogs.class);

    private final RunLogStore store;
    private final RunLogFiles files;
    private final Clock clock;
    private final Set<RunLog> unstored = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("run logs"));

    public RunLogs(RunLogStore store, RunLogFiles files, Clock clock) {
        this.store = store;
        this.files = files;
        this.clock = clock;
        timer.scheduleWithFixedDelay(this::storeAll, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    RunLog of(Run run) {
        return new RunLog(run, clock, unstored::add);
    }

    /**
     * What is left of a log is stored with the result of its run. There is no file of a run that was quick and had little to
     * say: a poll every few seconds would fill the disk with them.
     *
     * @param isQuiet whether it changed nothing, and all is well
     */
    void ended(RunLog log, List<LogLine> rest, boolean isQuiet) {
        unstored.remove(log);
        boolean isWhole = rest.isEmpty() || rest.get(0).line() == 1;
        if (!isQuiet || !isWhole || rest.size() > FEW_LINES) {
            files.append(log.run(), rest);
        }
    }

    private void storeAll() {
        Set<RunLog> logs = Set.copyOf(unstored);
        unstored.removeAll(logs);
        logs.forEach(RunLog::beginStoring);
        try {
            Map<RunLog, List<LogLine>> taken = new HashMap<>();
            logs.forEach(log -> taken.put(log, log.take()));
            taken.values().removeIf(List::isEmpty);
            if (!taken.isEmpty()) {
                store(taken);
            }
        } finally {
            logs.forEach(RunLog::endStoring);
        }
    }

    private void store(Map<RunLog, List<LogLine>> taken) {
        Map<Long, List<LogLine>> lines = new HashMap<>();
        taken.forEach((log, each) -> lines.put(log.run().run(), each));
        try {
            store.write(lines);
            taken.forEach((log, each) -> files.append(log.run(), each));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Lines of {} runs cannot be stored yet: {}", lines.size(), SqlProblem.tell(e));
            taken.forEach(RunLog::giveBack);
            unstored.addAll(taken.keySet());
        } catch (RuntimeException e) {
            LOG.error("Lines of {} runs are lost", lines.size(), e);
        }
    }

    /** Stores what is left. */
    @Override
    public void close() {
        timer.shutdown();
        storeAll();
    }
}
