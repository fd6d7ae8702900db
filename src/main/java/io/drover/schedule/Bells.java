package io.drover.schedule;

import io.drover.run.Follower;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunWatch;
import io.drover.task.RunRequest.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bells of a site: one trigger of a camel-quartz route for each schedule, which asks for a run at each due instant and
 * does nothing else. They hang only while the site runs. Thread-safe.
 *
 * <p>Quartz is silent after its clock was set back and may sleep over a while that was left out. So the clock is watched
 * while bells hang, and when it was set, they are set anew: none is silent and none rings twice (M9, F75).
 */
public final class Bells implements RunWatch {

    private static final Logger LOG = LoggerFactory.getLogger(Bells.class);
    private static final Duration WATCH_PERIOD = Duration.ofMillis(500);
    /** Less than that is no step of the clock but a thread that was kept waiting. */
    private static final Duration LEAST_STEP = Duration.ofMillis(250);

    /** Whose runs keep to the windows of their schedules by themselves. */
    private static final Set<String> CLOCKED = Set.of(Cause.SCHEDULE.word(), Cause.CHAIN.word());

    private final String site;
    private final ZoneId zone;
    private final Clock clock;
    private final Ringer ringer;
    private final BellRoute route;
    private final Chains chains;
    /** Held while a bell rings, and while other bells take the place of those that hang. */
    private final ReentrantLock ringing = new ReentrantLock();

    private volatile List<Bell> bells = List.of();
    private @Nullable ScheduledExecutorService watch;

    public Bells(CamelContext context, String site, ZoneId zone, Clock clock, Ringer ringer, Chains chains) {
        this.site = site;
        this.zone = zone;
        this.clock = clock;
        this.ringer = ringer;
        this.chains = chains;
        this.route = new BellRoute(context, site, clock, this::ring);
    }

    /** Settings of a site's Quartz. */
    public static Map<String, Object> quartzSettings() {
        return BellRoute.settings();
    }

    /**
     * Begins to ring. What came due before is missed: made up for where the schedule catches up, else skipped. Where other
     * nodes ring already, only a schedule that is bound to this node can have missed anything.
     *
     * @param now what came due later is not missed
     * @param isFirst whether no other node rings for the site
     */
    public synchronized void hang(List<Schedule> schedules, Instant now, boolean isFirst) {
        chains.change(schedules);
        ClockWatch seen = new ClockWatch(clock);
        watch = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "site " + site + " clock"));
        List<Bell> hanging = new ArrayList<>();
        for (Schedule schedule : schedules) {
            boolean isMissed = isFirst || schedule.node() != null;
            hanging.addAll(Bell.of(schedule, zone, now, isMissed ? Bell.Hung.AT_START : Bell.Hung.MEANWHILE));
        }
        route.start();
        replace(List.copyOf(hanging));
        watch.scheduleWithFixedDelay(() -> look(seen), 0, WATCH_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Puts changed schedules into effect at once; nothing rings while no bells hang. */
    public synchronized void change(List<Schedule> schedules) {
        chains.change(schedules);
        if (watch != null) {
            replace(bells(schedules, clock.instant()));
        }
    }

    /** A bell whose schedule did not change stays as it is: it may know what waits for its end. */
    private List<Bell> bells(List<Schedule> schedules, Instant now) {
        List<Bell> hanging = new ArrayList<>();
        for (Schedule schedule : schedules) {
            List<Bell> same = bells.stream()
                    .filter(bell -> bell.isOf(schedule) && bell.schedule().version() == schedule.version())
                    .toList();
            hanging.addAll(same.isEmpty() ? Bell.of(schedule, zone, now, Bell.Hung.MEANWHILE) : same);
        }
        return List.copyOf(hanging);
    }

    private void replace(List<Bell> hanging) {
        Set<Bell> before = Set.copyOf(bells);
        ringing.lock();
        try {
            bells = hanging;
        } finally {
            ringing.unlock();
        }
        Set<Bell> after = Set.copyOf(hanging);
        before.stream().filter(bell -> !after.contains(bell)).forEach(route::remove);
        hanging.stream().filter(bell -> !before.contains(bell)).forEach(route::add);
    }

    /** Takes all bells down; when it returns, none rings any more. */
    public synchronized void takeDown() {
        if (watch != null) {
            watch.shutdownNow();
            watch = null;
            replace(List.of());
            route.stop();
        }
    }

    /**
     * Rings whatever has come due, and says until when: what is due later belongs to schedules that are changed after it.
     */
    public Instant ringDue() {
        Instant now = clock.instant();
        bells.stream().filter(bell -> bell.isDue(now)).forEach(this::ring);
        return now;
    }

    private void ring(Bell bell) {
        ringing.lock();
        try {
            Instant now = clock.instant();
            if (!bells.contains(bell)) {
                return;
            }
            if (bell.isDue(now)) {
                ring(bell, now);
            }
        } finally {
            ringing.unlock();
        }
        route.set(bell);
    }

    private void ring(Bell bell, Instant now) {
        try {
            ringer.ring(bell, now);
        } catch (RuntimeException e) {
            LOG.error(
                    "site={} schedule={}: will be rung again",
                    site,
                    bell.schedule().id(),
                    e);
            bell.retry(now);
        }
    }

    /** Sets bells anew that Quartz may have left out: all when the clock was set, else those that should have rung. */
    private void look(ClockWatch seen) {
        try {
            Duration step = seen.step();
            Instant now = clock.instant();
            boolean isSet = step.abs().compareTo(LEAST_STEP) > 0;
            if (isSet) {
                LOG.warn("site={}: the clock was set by {}", site, step);
            }
            for (Bell bell : bells) {
                if (isSet && step.isNegative()) {
                    bell.plan(now);
                }
                if (isSet || bell.isLate(now.minusSeconds(1))) {
                    route.set(bell);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("site={}: the clock will be looked at again", site, e);
        }
    }

    /** A run that was due within the window of its schedule does not begin after it. */
    @Override
    public Optional<String> refusal(Run run) {
        Integer id = run.schedule();
        if (id == null || !CLOCKED.contains(run.cause())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return bells.stream()
                .map(Bell::schedule)
                .filter(schedule -> schedule.id() == id && !schedule.timetable().allows(now, zone))
                .findFirst()
                .map(schedule -> "Its turn came outside its window: %s"
                        .formatted(schedule.timetable().limits()));
    }

    @Override
    public List<Follower> followers(Run run, Result result) {
        return chains.of(run, result);
    }

    /** Lets a continuous schedule go on. */
    @Override
    public void ended(Run run) {
        Instant now = clock.instant();
        bells.stream().filter(bell -> bell.waitsFor(run)).forEach(bell -> {
            bell.goOn(now);
            route.set(bell);
        });
    }
}
