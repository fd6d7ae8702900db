package io.drover.schedule;

import io.drover.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One schedule that hangs, and what it is due for next; of a continuous one, one for each instance. Thread-safe. */
final class Bell {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Why a bell was hung: what came due before a start is missed, however short before. */
    enum Hung {
        AT_START,
        MEANWHILE
    }

    private final Schedule schedule;
    private final ZoneId zone;
    private final int instance;
    private boolean isAtStart;
    private boolean isRetried;
    private boolean isAwaitingEnd;
    private Instant rungUntil;
    private @Nullable Instant due;
    private @Nullable Instant at;

    private Bell(Schedule schedule, ZoneId zone, int instance) {
        this.schedule = schedule;
        this.zone = zone;
        this.instance = instance;
        this.rungUntil = schedule.rungUntil();
    }

    static List<Bell> of(Schedule schedule, ZoneId zone, Instant now, Hung hung) {
        int instances = schedule.timetable().frequency() instanceof Frequency.Continuous each ? each.instances() : 1;
        List<Bell> bells = IntStream.rangeClosed(1, instances)
                .mapToObj(number -> new Bell(schedule, zone, number))
                .toList();
        bells.forEach(bell -> bell.begin(now, hung));
        return bells;
    }

    private synchronized void begin(Instant now, Hung hung) {
        plan(now);
        isAtStart = hung == Hung.AT_START && isDue(now);
    }

    Schedule schedule() {
        return schedule;
    }

    boolean isOf(Schedule other) {
        return schedule.id() == other.id();
    }

    /** One of a kind on its site. */
    String id() {
        return instance == 1 ? String.valueOf(schedule.id()) : schedule.id() + "-" + instance;
    }

    /** The queue of its own in which the runs of an instance wait; null = that of the task. */
    @Nullable
    String queue() {
        if (!schedule.timetable().isContinuous()) {
            return null;
        }
        return instance == 1 ? schedule.task() : schedule.task() + " " + instance;
    }

    /** This moment as the name of a fire; instances that ring together are a microsecond apart. */
    Instant told(Instant now) {
        return now.truncatedTo(ChronoUnit.MICROS).plus(instance - 1L, ChronoUnit.MICROS);
    }

    /** Looks anew at what is due next, as the clock shows now. */
    synchronized void plan(Instant now) {
        if (schedule.timetable().isContinuous()) {
            due = schedule.timetable().opening(now, zone).orElse(null);
        } else {
            Instant after = rungUntil.isBefore(now) ? rungUntil : now;
            due = schedule.due(after, rungUntil, zone).orElse(null);
        }
        at = due;
    }

    /** When it is to be looked at next; null = not by itself. */
    synchronized @Nullable Instant at() {
        return at;
    }

    /** True where something is to be dealt with. */
    synchronized boolean isDue(Instant now) {
        return due != null && !due.isAfter(now);
    }

    /** True where it was to be looked at before that instant. */
    synchronized boolean isLate(Instant instant) {
        return at != null && at.isBefore(instant);
    }

    /** The first due instant that is not dealt with. */
    synchronized Optional<Instant> due() {
        return Optional.ofNullable(due);
    }

    /** True until what came due before the site was started is dealt with. */
    synchronized boolean isAtStart() {
        return isAtStart;
    }

    /** True where that instant came before, and the clock was set back since. */
    synchronized boolean isAgain(Instant instant) {
        return !instant.isAfter(rungUntil);
    }

    /** All due instants up to there are dealt with. */
    synchronized void rung(Instant until) {
        rungUntil = until;
    }

    /** Nothing is left to do as the clock shows now. */
    synchronized void settle(Instant now) {
        isAtStart = false;
        isRetried = false;
        if (schedule.timetable().isContinuous()) {
            awaitEnd(now);
        } else {
            plan(now);
        }
    }

    /** A run that ends on this node says so itself; one that ends on another is looked for. */
    synchronized void awaitEnd(Instant now) {
        isAwaitingEnd = true;
        due = now;
        postpone(now.plus(LOOK));
    }

    synchronized boolean isAwaitingEnd() {
        return isAwaitingEnd;
    }

    /** Waits for an edit. */
    synchronized void rest() {
        due = null;
        at = null;
    }

    /** Nothing can be done before that instant. */
    synchronized void postpone(Instant until) {
        at = until;
    }

    /** What is due could not be dealt with, the control database is away for instance; it is not missed for that (F13). */
    synchronized void retry(Instant now) {
        isRetried = true;
        postpone(now.plus(RETRY));
    }

    synchronized boolean isRetried() {
        return isRetried;
    }

    boolean waitsFor(Run run) {
        Integer id = run.schedule();
        return id != null && id == schedule.id() && run.queue().equals(queue());
    }

    /** True where the pause after that end of a run of a continuous schedule is not over. */
    boolean isTooSoonAfter(Instant end, Instant now) {
        return schedule.timetable().next(end, zone).filter(now::isBefore).isPresent();
    }

    /** Its run has ended. */
    synchronized void goOn(Instant end) {
        isAwaitingEnd = false;
        due = schedule.timetable().next(end, zone).orElse(null);
        at = due;
    }
}
