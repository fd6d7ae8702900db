package io.drover.metrics;

import io.drover.db.ControlDatabase;
import io.drover.db.SqlProblem;
import io.drover.fresh.Today;
import io.drover.run.RunHistory;
import io.drover.site.Sites;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * {@code GET /metrics} in the text format of Prometheus. What many ask for at once is found out every 5 s at most, with a few
 * statements of the control database whatever the number of tasks, and no source or shop is asked. While that database is
 * away, the figures that come from it are absent, and it is tried again every 30 s. Thread-safe.
 */
public final class Metrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration STAYS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Sites sites;
    private final RunHistory history;
    private final Today today;
    private final RunMetrics runs;
    private final StateMetrics states = new StateMetrics(registry);
    private volatile int isControlUp = 1;
    private long nextLook = System.nanoTime();

    /** @param version of this program */
    public Metrics(ControlDatabase control, Sites sites, RunHistory history, Today today, String version) {
        this.sites = sites;
        this.history = history;
        this.today = today;
        this.runs = new RunMetrics(registry, history);
        Gauge.builder("drover.version", () -> 1)
                .description("The program that answers")
                .tags("version", version, "node", sites.node())
                .register(registry);
        Gauge.builder("drover.control.database.up", () -> isControlUp)
                .description("1 while Drover's own database answers")
                .register(registry);
        PoolMetrics pools = new PoolMetrics(registry);
        pools.show("", control.database());
        sites.databases().forEach(site -> site.all().forEach(database -> pools.show(site.site(), database)));
        bindProcess();
    }

    private void bindProcess() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public void mount(Router router) {
        router.get("/metrics").blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext context) {
        context.response().putHeader("Content-Type", TYPE).end(text());
    }

    private synchronized String text() {
        if (System.nanoTime() - nextLook >= 0) {
            Duration until = look() ? STAYS : PAUSE;
            nextLook = System.nanoTime() + until.toNanos();
        }
        return registry.scrape();
    }

    /** @return false when the control database is away */
    private boolean look() {
        try {
            runs.look();
            states.show(today.now(), history.unfinished(), sites.nodes());
            isControlUp = 1;
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Metrics are without what the control database knows: {}", SqlProblem.tell(e));
            isControlUp = 0;
            states.forget();
        }
        return isControlUp == 1;
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
