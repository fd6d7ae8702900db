package io.drover.site;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes, every hour, the rows of runs whose time is over. */
final class RunRowExpiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunRowExpiry.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Collection<Site> sites;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "rows expiry");
        thread.setDaemon(true);
        return thread;
    });

    RunRowExpiry(Collection<Site> sites) {
        this.sites = sites;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::deleteExpired, FIRST.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void deleteExpired() {
        for (Site site : sites) {
            try {
                site.rows().deleteExpired();
            } catch (RuntimeException e) {
                LOG.error("site={}: old rows of runs cannot be deleted", site.name(), e);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
