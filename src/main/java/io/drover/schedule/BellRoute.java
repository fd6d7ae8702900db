package io.drover.schedule;

import io.drover.config.DroverException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/**
 * The camel-quartz route of a site's bells. Each bell is a trigger of its job: Quartz waits for the instant that a
 * {@link Bell} names. Its ring is no more than a hint to look at the clock; whoever is told sets the bell anew. One route for
 * all, because Camel looks through all routes of a context for each that comes or goes. Thread-safe.
 */
final class BellRoute {

    private static final String ROUTE = "bells";

    /** The header in which camel-quartz tells whose ring it is. */
    private static final String NAME = "triggerName";

    /** Group of the triggers that are bells. The endpoint has one of its own, which never rings. */
    private static final String BELLS = "bell";

    /** Far away: the endpoint's own trigger is replaced before it could ring. */
    private static final String NEVER_BY_ITSELF = "triggerStartDelay=86400000&trigger.repeatCount=0";

    /** Quartz cuts an instant to milliseconds and rings up to two of them too early. */
    private static final Duration EARLY = Duration.ofMillis(3);

    /** The only clock that Quartz knows. */
    private static final Clock MACHINE = Clock.systemUTC();

    private final CamelContext context;
    private final String site;
    private final Clock clock;
    private final Consumer<Bell> ring;
    private final Map<String, Bell> hanging = new ConcurrentHashMap<>();

    /** @param ring told of each ring, by the thread of Quartz */
    BellRoute(CamelContext context, String site, Clock clock, Consumer<Bell> ring) {
        this.context = context;
        this.site = site;
        this.clock = clock;
        this.ring = ring;
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

    /** Begins to listen to Quartz. */
    void start() {
        try {
            context.addRoutes(new RouteBuilder(context) {
                @Override
                public void configure() {
                    from("quartz:%s/%s?%s".formatted(site, ROUTE, NEVER_BY_ITSELF))
                            .routeId(ROUTE)
                            .process(exchange -> ring(exchange.getMessage().getHeader(NAME, String.class)));
                }
            });
            context.getRouteController().startRoute(ROUTE);
            QuartzEndpoint endpoint = endpoint();
            TriggerKey own = endpoint.getTriggerKey();
            scheduler(endpoint).rescheduleJob(own, new BellTrigger(own, BellTrigger.NEVER));
        } catch (Exception e) {
            throw new DroverException("The route %s cannot be started: %s".formatted(ROUTE, e.getMessage()), e);
        }
    }

    private void ring(@Nullable String id) {
        Bell bell = id == null ? null : hanging.get(id);
        if (bell != null) {
            ring.accept(bell);
        }
    }

    /** Hangs a bell and sets it, after {@link #start}. */
    void add(Bell bell) {
        hanging.put(bell.id(), bell);
        QuartzEndpoint endpoint = endpoint();
        BellTrigger trigger = new BellTrigger(key(bell), date(bell.at()));
        TriggerKey own = endpoint.getTriggerKey();
        trigger.setJobKey(JobKey.jobKey(own.getName(), own.getGroup()));
        try {
            scheduler(endpoint).scheduleJob(trigger);
        } catch (SchedulerException e) {
            throw new DroverException("The bell %s cannot be hung: %s".formatted(bell.id(), e.getMessage()), e);
        }
    }

    /** Lets it ring next when it is to be looked at next; does nothing when it hangs no more. */
    synchronized void set(Bell bell) {
        Route route = context.getRoute(ROUTE);
        if (route == null) {
            return;
        }
        TriggerKey key = key(bell);
        try {
            scheduler((QuartzEndpoint) route.getEndpoint()).rescheduleJob(key, new BellTrigger(key, date(bell.at())));
        } catch (SchedulerException e) {
            throw new DroverException("The bell %s cannot be set: %s".formatted(bell.id(), e.getMessage()), e);
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

    /** Takes a bell down. */
    void remove(Bell bell) {
        hanging.remove(bell.id(), bell);
        try {
            scheduler(endpoint()).unscheduleJob(key(bell));
        } catch (SchedulerException e) {
            throw new DroverException("The bell %s cannot be taken down: %s".formatted(bell.id(), e.getMessage()), e);
        }
    }

    /** Hears nothing of Quartz any more, and waits for a ring that goes on. Does nothing when it never began to. */
    void stop() {
        try {
            context.getRouteController().stopRoute(ROUTE);
            context.removeRoute(ROUTE);
        } catch (Exception e) {
            throw new DroverException("The route %s cannot be removed: %s".formatted(ROUTE, e.getMessage()), e);
        }
    }

    private QuartzEndpoint endpoint() {
        return (QuartzEndpoint) context.getRoute(ROUTE).getEndpoint();
    }

    private static Scheduler scheduler(QuartzEndpoint endpoint) {
        return endpoint.getComponent().getScheduler();
    }

    private static TriggerKey key(Bell bell) {
        return TriggerKey.triggerKey(bell.id(), BELLS);
    }
}
