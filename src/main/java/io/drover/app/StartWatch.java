package io.drover.app;

import io.drover.config.DaemonThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches a starting server and ends the wait for it when it is gone: the library waits its whole time, however early
 * PostgreSQL gave up. It interrupts the thread that waits, which the library answers by returning.
 */
final class StartWatch implements AutoCloseable {
    private static final int POLL_MILLIS = 400;
    private static final int POLLS_WITHOUT_SERVER = 4;

    private final Path cluster;
    private final PostgresProcesses processes;
    private final Thread waiting = Thread.currentThread();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("postgresql-start"));
    private int pollsWithoutServer;
    private boolean hasGivenUp;

    StartWatch(Path cluster, PostgresProcesses processes) {
        this.cluster = cluster;
        this.processes = processes;
    }

    /** Begins to watch; called when the programs are unpacked and only the server itself is still to start. */
    @SuppressWarnings("FutureReturnValueIgnored") // a watch that fails leaves the library's own limit
    void begin() {
        thread.scheduleWithFixedDelay(this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        boolean isThere = Files.exists(cluster.resolve("postmaster.pid")) || processes.isAnyAlive();
        pollsWithoutServer = isThere ? 0 : pollsWithoutServer + 1;
        if (pollsWithoutServer == POLLS_WITHOUT_SERVER && !thread.isShutdown()) {
            hasGivenUp = true;
            waiting.interrupt();
        }
    }

    /** Ends the watch and tells whether it found no server; its interrupt is taken back. */
    synchronized boolean hasGivenUp() {
        thread.shutdownNow();
        return hasGivenUp && Thread.interrupted();
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
