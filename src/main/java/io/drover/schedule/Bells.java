package io.drover.schedule;

import io.drover.run.Run;
import io.drover.run.RunWatch;
import io.drover.task.RunRequest.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bells of a site: one for each schedule, which asks for a run at each due instant and does nothing else. They hang
 * only while the site runs. Thread-safe.
 *
 * <p>One thread waits for the earliest of them, and never longer than a second without looking at the clock again: a
 * clock that is set makes it neither silent nor ring twice (M9, F75).
 */
public final class Bells implements RunWatch {

    private static final Logger LOG = LoggerFactory.getLogger(Bells.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String site;
    private final ZoneId zone;
    private final Clock clock;
    private final Ringer ringer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Bell> bells = List.of();
    private @Nullable Thread thread;

    public Bells(String site, ZoneId zone, Clock clock, Ringer ringer) {
        this.site = site;
        this.zone = zone;
        this.clock = clock;
        this.ringer = ringer;
    }

    /** Begins to ring. What came due before now is missed: made up for where the schedule catches up, else skipped. */
    public void hang(List<Schedule> schedules) {
        lock.lock();
        try {
            bells = bells(schedules, clock.instant(), Bell.Hung.AT_START);
            Thread ringing = new Thread(this::work, "site " + site + " bells");
            thread = ringing;
            ringing.start();
        } finally {
            lock.unlock();
        }
    }

    /** Puts changed schedules into effect at once; does nothing while no bells hang. */
    public void change(List<Schedule> schedules) {
        lock.lock();
        try {
            if (thread != null) {
                bells = bells(schedules, clock.instant(), Bell.Hung.MEANWHILE);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A bell whose schedule did not change stays as it is: it may know what waits for its end. */
    private List<Bell> bells(List<Schedule> schedules, Instant now, Bell.Hung hung) {
        List<Bell> hanging = new ArrayList<>();
        for (Schedule schedule : schedules) {
            List<Bell> same = bells.stream()
                    .filter(bell -> bell.isOf(schedule) && bell.schedule().version() == schedule.version())
                    .toList();
            hanging.addAll(same.isEmpty() ? Bell.of(schedule, zone, now, hung) : same);
        }
        return List.copyOf(hanging);
    }

    /** Takes all bells down; when it returns, none rings any more. */
    public void takeDown() {
        Thread ringing;
        lock.lock();
        try {
            ringing = thread;
            thread = null;
            bells = List.of();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (ringing != null) {
                ringing.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Instant last = clock.instant();
        while (isRinging()) {
            Instant now = clock.instant();
            try {
                for (Bell bell : due(last, now)) {
                    ring(bell, now);
                }
            } catch (InterruptedException e) {
                return;
            }
            last = now;
        }
    }

    private boolean isRinging() {
        lock.lock();
        try {
            return thread == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /** What is due now; none after a while in which nothing became due. */
    private List<Bell> due(Instant last, Instant now) throws InterruptedException {
        lock.lock();
        try {
            if (now.isBefore(last)) {
                LOG.warn("site={}: the clock was set back by {}", site, Duration.between(now, last));
                bells.forEach(bell -> bell.plan(now));
            }
            List<Bell> due = bells.stream().filter(bell -> bell.isDue(now)).toList();
            if (due.isEmpty() && thread == Thread.currentThread()) {
                await(now);
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void await(Instant now) throws InterruptedException {
        Duration wait = LONGEST_WAIT;
        for (Bell bell : bells) {
            Instant at = bell.at();
            if (at != null && at.isBefore(now.plus(wait))) {
                wait = Duration.between(now, at);
            }
        }
        changed.await(Math.max(wait.toNanos(), 1), TimeUnit.NANOSECONDS);
    }

    private void ring(Bell bell, Instant now) {
        if (!isRinging()) {
            return;
        }
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

    /** A run that was due within the window of its schedule does not begin after it. */
    @Override
    public Optional<String> refusal(Run run) {
        Integer id = run.schedule();
        if (id == null || !run.cause().equals(Cause.SCHEDULE.word())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return hanging().stream()
                .map(Bell::schedule)
                .filter(schedule -> schedule.id() == id && !schedule.timetable().allows(now, zone))
                .findFirst()
                .map(schedule -> "Its turn came outside its window: %s"
                        .formatted(schedule.timetable().limits()));
    }

    /** Lets a continuous schedule go on. */
    @Override
    public void ended(Run run) {
        Instant now = clock.instant();
        hanging().stream().filter(bell -> bell.waitsFor(run)).forEach(bell -> bell.goOn(now));
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Bell> hanging() {
        lock.lock();
        try {
            return bells;
        } finally {
            lock.unlock();
        }
    }
}
