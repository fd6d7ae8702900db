package io.drover.app;

import io.drover.alert.Alerts;
import io.drover.api.ApiRoutes;
import io.drover.cli.Version;
import io.drover.config.Settings;
import io.drover.console.ConsoleRoutes;
import io.drover.db.ControlDatabase;
import io.drover.fresh.Freshness;
import io.drover.fresh.FreshnessStore;
import io.drover.fresh.FreshnessWatch;
import io.drover.fresh.Today;
import io.drover.http.HttpServer;
import io.drover.metrics.Metrics;
import io.drover.node.Membership;
import io.drover.run.RunHistory;
import io.drover.run.RunTables;
import io.drover.schedule.ScheduleStore;
import io.drover.site.Site;
import io.drover.site.Sites;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private final HttpServer http;
    private final Settings settings;
    private final RunHistory runs;
    private final Sites sites;
    private final Today today;
    private final Alerts alerts;

    private DroverServer(Settings configured, Clock clock) {
        try {
            // The port first: a second Drover on it must end before it touches a database.
            http = opened(HttpServer.start(configured.host(), configured.port()));
            settings = databases(configured);
            ControlDatabase control = opened(ControlDatabase.open(settings.control()));
            RunTables tables = RunTables.of(control, settings.clicksFirst());
            runs = tables.history();
            Membership member = opened(
                    Membership.join(settings.control(), settings.node(), http.urlForOthers(), Version.ofThisProgram()));
            sites = opened(Sites.open(
                    settings, control, member, tables, new ScheduleStore(control), clock, http.hooks()::beans));
            FreshnessStore seen = new FreshnessStore(control);
            ZoneId zone = ZoneId.systemDefault();
            today = new Today(sites, new Freshness(seen, runs, clock, zone), clock, zone);
            FreshnessWatch watch = opened(new FreshnessWatch(sites, runs, seen, settings.countWaiting()));
            alerts = opened(new Alerts(settings.alerts(), control, today, runs, sites.audit(), member));
            Metrics metrics = opened(new Metrics(control, sites, runs, today, Version.ofThisProgram()));
            ApiRoutes api = new ApiRoutes(sites, runs, today, alerts, clock, zone);
            ConsoleRoutes console = opened(new ConsoleRoutes(sites, runs, today, alerts, clock, zone));
            http.serve(
                    router -> {
                        metrics.mount(router);
                        api.mount(router);
                        console.mount(router);
                    },
                    () -> sites.all().stream().allMatch(Site::isAsWished));
            sites.resume();
            watch.start();
            alerts.start();
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

    private synchronized <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** Makes the sample ERP change as a real one does, until this server is closed. */
    public void startActivity() {
        opened(ErpActivity.start(settings.sites().get(0).database("pronto")));
    }

    public Settings settings() {
        return settings;
    }

    /** Where a browser on this machine finds the console. */
    public String address() {
        return http.url() + "/";
    }

    public Sites sites() {
        return sites;
    }

    /** What people are told of. */
    public Alerts alerts() {
        return alerts;
    }

    /** How all sites are at this moment. */
    public Today today() {
        return today;
    }

    public RunHistory runs() {
        return runs;
    }

    /** Halts runs, ends the sites and their databases. The sites come back to their state at the next start. */
    @Override
    public synchronized void close() {
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
