package io.drover.run;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.LogListener;

/** Puts what a route's {@code log} steps say into the log of its run and into the event log of the site. */
public final class RouteLog implements LogListener {

    private final EventLog events;

    public RouteLog(EventLog events) {
        this.events = events;
    }

    @Override
    public String onLog(Exchange exchange, CamelLogger logger, String message) {
        RunningRun running = exchange.getProperty(RunningRun.PROPERTY, RunningRun.class);
        if (running != null) {
            running.log().line(message);
            events.line(running.run().queue(), message);
        }
        return message;
    }
}
