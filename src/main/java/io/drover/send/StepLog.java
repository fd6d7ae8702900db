package io.drover.send;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.LoggerFactory;

/** What our own steps of a route have to say. It is heard like what {@code log:} steps say: it is in the logs of run and site. */
public final class StepLog {

    private static final CamelLogger ROUTE_LOG = new CamelLogger(LoggerFactory.getLogger("route"));

    private StepLog() {}

    public static void say(Exchange exchange, String line) {
        exchange.getContext()
                .getCamelContextExtension()
                .getLogListeners()
                .forEach(listener -> listener.onLog(exchange, ROUTE_LOG, line));
    }
}
