package io.drover.app;

import io.drover.config.DatabaseSettings;
import io.drover.config.Settings;
import io.drover.config.SiteSettings;
import io.drover.db.ControlDatabase;
import io.drover.run.RunStore;
import io.drover.schedule.ScheduleStore;
import io.drover.site.Sites;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Drover in this process: databases, sites, HTTP. Guarantee: when {@link #start} returns, it answers requests and
 * its sites are on their way to the state they had; when it throws, nothing of it is left.
 */
public final class DroverServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DroverServer.class);

    /** What must be closed, last opened first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final Settings settings;
    private final RunStore runs;
    private final Sites sites;

    private DroverServer(Settings configured, Clock clock) {
        try {
            this.settings = databases(configured);
            ControlDatabase control = opened(ControlDatabase.open(settings.control()));
            this.runs = new RunStore(control);
            this.sites =
                    opened(Sites.open(settings, control, runs, new ScheduleStore(control), clock, site -> Map.of()));
            sites.resume();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public static DroverServer start(Settings settings, Clock clock) {
        return new DroverServer(settings, clock);
    }

    /** Starts the embedded databases where the settings ask for them. */
    private Settings databases(Settings configured) {
        if (!configured.usesEmbedded()) {
            return configured;
        }
        EmbeddedServer server = opened(EmbeddedServer.start(configured));
        SampleDatabases samples = new SampleDatabases(server);
        configured.sites().forEach(samples::install);
        return server.resolve(configured);
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** Makes the sample ERP change as a real one does, until this server is closed. */
    public void startActivity() {
        settings.sites().stream()
                .map(SiteSettings::databases)
                .map(databases -> databases.get("pronto"))
                .filter(database -> database != null)
                .map(DatabaseSettings.class::cast)
                .findFirst()
                .ifPresent(pronto -> opened(ErpActivity.start(pronto)));
    }

    public Settings settings() {
        return settings;
    }

    public Sites sites() {
        return sites;
    }

    public RunStore runs() {
        return runs;
    }

    /** Halts runs, ends the sites and their databases. The sites come back to their state at the next start. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
    }
}
