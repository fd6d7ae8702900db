package io.drover.schedule;

import io.drover.config.DroverException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/**
 * The camel-quartz routes of a site's bells: Quartz waits for the instant that a {@link Bell} names. Its ring is no more
 * than a hint to look at the clock; whoever is told sets the bell anew. Thread-safe.
 */
final class BellRoutes {

    /** Far away: the endpoint's own trigger is replaced by the bell's before it could ring. */
    private static final String NEVER_BY_ITSELF = "triggerStartDelay=86400000&trigger.repeatCount=0";

    /** Quartz cuts an instant to milliseconds and rings up to two of them too early. */
    private static final Duration EARLY = Duration.ofMillis(3);

    /** The only clock that Quartz knows. */
    private static final Clock MACHINE = Clock.systemUTC();

    private final CamelContext context;
    private final String site;
    private final Clock clock;

    BellRoutes(CamelContext context, String site, Clock clock) {
        this.context = context;
        this.site = site;
        this.clock = clock;
    }

    /**
     * Settings of a site's Quartz. Its name is one of a kind: Quartz would share a scheduler of the same name with another
     * site, or with a check of the same site, in this process, and shut it down for both. One thread, since bells ring one
     * after the other.
     */
    static Map<String, Object> settings() {
        return Map.of(
                "org.quartz.scheduler.instanceName", "bells-" + UUID.randomUUID(),
                "org.quartz.scheduler.makeSchedulerThreadDaemon", "true",
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", "1",
                "org.quartz.threadPool.makeThreadsDaemons", "true",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    }

    /** Hangs a bell and sets it. */
    void add(Bell bell, Consumer<Bell> ring) {
        try {
            context.addRoutes(new RouteBuilder(context) {
                @Override
                public void configure() {
                    from("quartz:%s/%s?%s".formatted(site, bell.id(), NEVER_BY_ITSELF))
                            .routeId(routeId(bell))
                            .process(exchange -> ring.accept(bell));
                }
            });
            context.getRouteController().startRoute(routeId(bell));
        } catch (Exception e) {
            throw new DroverException("The route %s cannot be started: %s".formatted(routeId(bell), e.getMessage()), e);
        }
        set(bell);
    }

    /** Lets it ring next when it is to be looked at next; does nothing when it hangs no more. */
    synchronized void set(Bell bell) {
        Route route = context.getRoute(routeId(bell));
        if (route == null) {
            return;
        }
        QuartzEndpoint endpoint = (QuartzEndpoint) route.getEndpoint();
        TriggerKey key = endpoint.getTriggerKey();
        try {
            endpoint.getComponent().getScheduler().rescheduleJob(key, new BellTrigger(key, date(bell.at())));
        } catch (SchedulerException e) {
            throw new DroverException("The route %s cannot be set: %s".formatted(routeId(bell), e.getMessage()), e);
        }
    }

    /** When that is on the clock of the machine. */
    private Date date(@Nullable Instant at) {
        if (at == null) {
            return BellTrigger.NEVER;
        }
        Duration wait = Duration.between(clock.instant(), at).plus(EARLY);
        return Date.from(MACHINE.instant().plus(wait));
    }

    /** Takes a bell down, and waits for a ring of it that goes on. */
    void remove(Bell bell) {
        try {
            context.getRouteController().stopRoute(routeId(bell));
            context.removeRoute(routeId(bell));
        } catch (Exception e) {
            throw new DroverException("The route %s cannot be removed: %s".formatted(routeId(bell), e.getMessage()), e);
        }
    }

    private static String routeId(Bell bell) {
        return "bell-" + bell.id();
    }
}
