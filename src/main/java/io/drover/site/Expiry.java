package io.drover.site;

import io.drover.config.DaemonThreads;
import io.drover.run.RunRetention;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes, every hour, what is remembered of runs and whose time is over. */
final class Expiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Collection<Site> sites;
    private final RunRetention retention;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("expiry"));

    Expiry(Collection<Site> sites, RunRetention retention) {
        this.sites = sites;
        this.retention = retention;
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
        try {
            retention.deleteExpired();
        } catch (RuntimeException e) {
            LOG.error("Old runs cannot be deleted", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
