package io.drover.schedule;

import io.drover.config.DroverException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.SchedulerException;

/**
 * The bells of a site: one camel-quartz route per schedule, which asks for a run at each due instant and does nothing
 * else. They hang only while the site runs, so that no fire that was missed meanwhile can come after the start (PR5).
 */
public final class Bells {

    /** Far away: the endpoint's own trigger is replaced by the timetable's before it could ring. */
    private static final String NEVER_BY_ITSELF = "triggerStartDelay=86400000&trigger.repeatCount=0";

    private final CamelContext context;
    private final ZoneId zone;
    private final Clock clock;

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

    /** Hangs a bell for each schedule; instants before now are not rung. */
    public void hang(List<Schedule> schedules) {
        for (Schedule schedule : schedules) {
            try {
                hang(schedule);
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
                from("quartz:%s/%d?%s".formatted(schedule.site(), schedule.id(), NEVER_BY_ITSELF))
                        .routeId(id)
                        .to("task:%s?mode=%s&schedule=%d"
                                .formatted(schedule.task(), schedule.mode().name(), schedule.id()));
            }
        });
        context.getRouteController().startRoute(id);
        QuartzEndpoint endpoint = (QuartzEndpoint) context.getRoute(id).getEndpoint();
        QuartzComponent quartz = endpoint.getComponent();
        quartz.getScheduler()
                .rescheduleJob(
                        endpoint.getTriggerKey(),
                        new TimetableTrigger(endpoint.getTriggerKey(), schedule.timetable(), zone, clock));
    }

    /** Takes all bells down; when it returns, none rings any more. */
    public void takeDown() {
        for (Route route : List.copyOf(context.getRoutes())) {
            if (route.getEndpoint() instanceof QuartzEndpoint endpoint
                    && route.getRouteId().startsWith("bell-")) {
                takeDown(route.getRouteId(), endpoint);
            }
        }
    }

    private void takeDown(String id, QuartzEndpoint endpoint) {
        try {
            endpoint.getComponent().getScheduler().pauseTrigger(endpoint.getTriggerKey());
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
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
