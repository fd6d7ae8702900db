package io.drover.app;

import io.drover.config.DaemonThreads;
import io.drover.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sample ERP change as a busy one does: calls {@code pronto.activity()} every 5 s on a thread of its own. */
public final class ErpActivity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ErpActivity.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int CALL_LIMIT_SECONDS = 30;
    private static final int CLOSE_LIMIT_SECONDS = 2;

    private final DatabaseSettings pronto;
    private final Duration pause;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("erp-activity"));
    private boolean isFailing;

    ErpActivity(DatabaseSettings pronto, Duration pause) {
        this.pronto = pronto;
        this.pause = pause;
    }

    /**
     * Starts the changes. A failing call is logged when it first fails and tried again at the next turn.
     *
     * @param pronto the sample ERP, its URL resolved
     */
    public static ErpActivity start(DatabaseSettings pronto) {
        ErpActivity activity = new ErpActivity(pronto, PAUSE);
        activity.start();
        return activity;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // change() reports its failures itself
    void start() {
        thread.scheduleWithFixedDelay(this::change, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void change() {
        try (Connection connection = SampleDatabases.connect(pronto);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(CALL_LIMIT_SECONDS);
            statement.execute("call pronto.activity()");
            isFailing = false;
        } catch (Throwable e) { // whatever it was, the next turn tries again
            if (!isFailing && !thread.isShutdown()) {
                LOG.warn("The sample ERP {} does not change, trying on every {}", pronto.url(), pause, e);
            }
            isFailing = true;
        }
    }

    /** Ends the changes; a call under way gets 2 s to finish. May be called again. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The sample ERP {} is still changing, leaving that call to its end", pronto.url());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
