package io.drover.metrics;

import io.drover.db.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToIntFunction;

/** The connections of the pools of this process; asked of the pools, not of the databases. */
final class PoolMetrics {

    private final MeterRegistry registry;

    PoolMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param site that it is a database of; empty for Drover's own */
    void show(String site, Database database) {
        Tags tags = Tags.of("site", site, "database", database.name());
        gauge("drover.pool.active", "Connections that are in use", tags, database, load -> load.active());
        gauge("drover.pool.idle", "Connections that are open and not in use", tags, database, load -> load.idle());
        gauge("drover.pool.waiting", "Threads that wait for a connection", tags, database, load -> load.waiting());
        gauge("drover.pool.most", "Connections that there may be", tags, database, load -> load.most());
    }

    private void gauge(
            String name, String description, Tags tags, Database database, ToIntFunction<Database.Load> figure) {
        Gauge.builder(name, database, pool -> figure.applyAsInt(pool.load()))
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
