package io.drover.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/**
 * The route that somebody who knows Camel writes for the same work: rows are streamed, split, gathered to a thousand and
 * upserted as a batch. The aggregator works in the caller's thread, or a heap of 256 MB does not suffice. Nothing is
 * removed.
 */
final class CamelPeer {

    private CamelPeer() {}

    /** Takes the select, then the upsert. */
    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource source = open("SOURCE", "?defaultRowFetchSize=1000", false);
                HikariDataSource target = open("TARGET", "?reWriteBatchedInserts=true", true);
                CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("source", source);
            camel.getRegistry().bind("target", target);
            camel.getRegistry().bind("select", arguments[0]);
            camel.getRegistry().bind("upsert", arguments[1]);
            camel.addRoutes(new Route());
            camel.start();
            Duration time = Times.of(() -> camel.createProducerTemplate().requestBody("direct:send", (Object) null));
            System.out.println(ChildJvm.ANSWER + time.toNanos() / 1e9);
        }
    }

    private static HikariDataSource open(String database, String options, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getenv(database + "_URL") + options);
        config.setUsername(System.getenv(database + "_USER"));
        config.setPassword(System.getenv(database + "_PASSWORD"));
        config.setAutoCommit(autoCommit);
        return new HikariDataSource(config);
    }

    private static final class Route extends RouteBuilder {

        private static final int BATCH = 1000;

        @Override
        public void configure() {
            from("direct:send")
                    .to("sql:ref:select?dataSource=#source&outputType=StreamList")
                    .split(body())
                    .streaming()
                    .aggregate(constant(true), new GroupedBodyAggregationStrategy())
                    .executorService(new SynchronousExecutorService())
                    .eagerCheckCompletion()
                    .completionSize(BATCH)
                    .completionPredicate(
                            exchangeProperty(Exchange.SPLIT_COMPLETE).isEqualTo(true))
                    .to("sql:ref:upsert?dataSource=#target&batch=true");
        }
    }
}
