package io.drover.schedule;

import io.drover.config.DroverException;
import io.drover.task.NotRunningException;
import io.drover.task.UnknownTaskException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bells of a site: one camel-quartz route per schedule, which asks for a run at each due instant and does nothing
 * else. They hang only while the site runs, so that no fire that was missed meanwhile can come after the start (PR5).
 *
 * <p>While it hangs, a bell loses no due instant: one that cannot be asked for at that moment, because the control database
 * is away for instance, is asked for again every second. Instants that pass meanwhile are served by the run it then gets.
 */
public final class Bells {

    private static final Logger LOG = LoggerFactory.getLogger(Bells.class);
    private static final long BETWEEN_REQUESTS_MILLIS = 1000;
    private static final int TOLD_EVERY = 10;
    /** One ring at a time and in order: a later instant must not be asked for while an earlier one still waits. */
    private static final String ONE_AT_A_TIME = "stateful=true";
    /** Far away: the endpoint's own trigger is replaced by the timetable's before it could ring. */
    private static final String NEVER_BY_ITSELF = "triggerStartDelay=86400000&trigger.repeatCount=0";

    private final CamelContext context;
    private final ZoneId zone;
    private final Clock clock;
    private final Map<Integer, Schedule> hanging = new TreeMap<>();

    public Bells(CamelContext context, ZoneId zone, Clock clock) {
        this.context = context;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * Settings of a site's Quartz. Its name is one of a kind: Quartz would share a scheduler of the same name with another
     * site, or with a check of the same site, in this process, and shut it down for both.
     */
    public static Map<String, Object> quartzSettings() {
        return Map.of(
                "org.quartz.scheduler.instanceName", "bells-" + UUID.randomUUID(),
                "org.quartz.scheduler.makeSchedulerThreadDaemon", "true",
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", "4",
                "org.quartz.threadPool.makeThreadsDaemons", "true",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    }

    /**
     * Makes the bells those of these schedules: hangs new ones, sets changed ones anew, takes down those whose schedule is
     * gone, and leaves the others alone. Instants before now are not rung; none is lost that an old and a new timetable
     * have in common.
     */
    public synchronized void hang(List<Schedule> schedules) {
        Map<Integer, Schedule> wanted =
                schedules.stream().collect(Collectors.toMap(Schedule::id, schedule -> schedule));
        hanging.keySet().stream().filter(id -> !wanted.containsKey(id)).toList().forEach(this::takeDown);
        for (Schedule schedule : schedules) {
            Schedule before = hanging.get(schedule.id());
            try {
                if (before == null) {
                    hang(schedule);
                } else if (!before.timetable().equals(schedule.timetable())) {
                    set(schedule);
                }
                hanging.put(schedule.id(), schedule);
            } catch (Exception e) {
                throw new DroverException(
                        "Schedule %d of %s on site %s cannot be set: %s"
                                .formatted(schedule.id(), schedule.task(), schedule.site(), e.getMessage()),
                        e);
            }
        }
    }

    private void hang(Schedule schedule) throws Exception {
        String id = routeId(schedule.id());
        context.addRoutes(new RouteBuilder(context) {
            @Override
            public void configure() {
                from("quartz:%s/%d?%s&%s".formatted(schedule.site(), schedule.id(), ONE_AT_A_TIME, NEVER_BY_ITSELF))
                        .routeId(id)
                        .errorHandler(defaultErrorHandler()
                                .maximumRedeliveries(-1)
                                .redeliveryDelay(BETWEEN_REQUESTS_MILLIS)
                                .allowRedeliveryWhileStopping(false)
                                .retryAttemptedLogLevel(LoggingLevel.WARN)
                                .retryAttemptedLogInterval(TOLD_EVERY))
                        .onException(NotRunningException.class, UnknownTaskException.class)
                        .maximumRedeliveries(0)
                        .handled(true)
                        .process(exchange -> tellMissed(schedule, exchange))
                        .end()
                        .to("task:%s?mode=%s&schedule=%d"
                                .formatted(schedule.task(), schedule.mode().name(), schedule.id()));
            }
        });
        context.getRouteController().startRoute(id);
        set(schedule);
    }

    private static void tellMissed(Schedule schedule, Exchange ring) {
        LOG.warn(
                "site={}: schedule {} of {} was due at {}, but was not asked for: {}",
                schedule.site(),
                schedule.id(),
                schedule.task(),
                ring.getMessage().getHeader("scheduledFireTime"),
                ring.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage());
    }

    private void set(Schedule schedule) throws SchedulerException {
        QuartzEndpoint endpoint = endpoint(schedule.id());
        TriggerKey key = endpoint.getTriggerKey();
        Scheduler quartz = endpoint.getComponent().getScheduler();
        Instant after = quartz.getTrigger(key) instanceof TimetableTrigger before
                ? before.handOver(schedule.timetable())
                : clock.instant();
        quartz.rescheduleJob(key, new TimetableTrigger(key, schedule.timetable(), zone, clock, after));
    }

    private QuartzEndpoint endpoint(int schedule) {
        return (QuartzEndpoint) context.getRoute(routeId(schedule)).getEndpoint();
    }

    /** Takes all bells down; when it returns, none rings any more. */
    public synchronized void takeDown() {
        List.copyOf(hanging.keySet()).forEach(this::takeDown);
    }

    private void takeDown(int schedule) {
        String id = routeId(schedule);
        QuartzEndpoint endpoint = endpoint(schedule);
        try {
            endpoint.getComponent().getScheduler().pauseTrigger(endpoint.getTriggerKey());
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
            hanging.remove(schedule);
        } catch (SchedulerException e) {
            throw new DroverException("The schedule of " + id + " cannot be stopped: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new DroverException("The route " + id + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private static String routeId(int schedule) {
        return "bell-" + schedule;
    }
}
