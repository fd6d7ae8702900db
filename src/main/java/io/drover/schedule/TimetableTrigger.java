package io.drover.schedule;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.ScheduleBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * Rings at the instants of a {@link Timetable}: Quartz does the waiting, the timetable the arithmetic. An instant at which
 * Quartz was kept from ringing rings late. Those that passed by then are not rung for themselves: the run that the late one
 * asks for begins after them and serves them, too.
 */
final class TimetableTrigger extends AbstractTrigger<TimetableTrigger> {

    private static final long serialVersionUID = 1;

    private final Timetable timetable;
    private final ZoneId zone;
    private final transient Clock clock;
    private Date start;
    private @Nullable Date next;
    private @Nullable Date previous;

    /** @param after the instant after which it begins to ring */
    TimetableTrigger(TriggerKey key, Timetable timetable, ZoneId zone, Clock clock, Instant after) {
        this.timetable = timetable;
        this.zone = zone;
        this.clock = clock;
        this.start = Date.from(after);
        setKey(key);
        // Quartz by itself gives up what is five seconds late.
        setMisfireInstruction(MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
    }

    /**
     * Where a timetable begins that takes this one's place now: an instant that both have, and that is due but may not
     * have been rung yet, belongs to it. Should it be rung twice, it still starts one run.
     */
    Instant handOver(Timetable successor) {
        Instant now = clock.instant();
        Instant due = next == null ? now : next.toInstant();
        Instant before = due.minusMillis(1);
        return due.isBefore(now) && successor.next(before, zone).equals(due) ? before : now;
    }

    private Date after(Instant instant) {
        return Date.from(timetable.next(instant, zone));
    }

    @Override
    public Date computeFirstFireTime(@Nullable Calendar calendar) {
        Date first = after(start.toInstant());
        next = first;
        return first;
    }

    @Override
    public void triggered(@Nullable Calendar calendar) {
        previous = next;
        Instant now = clock.instant();
        next = after(next == null || next.toInstant().isBefore(now) ? now : next.toInstant());
    }

    @Override
    public void updateAfterMisfire(@Nullable Calendar calendar) {
        // Rings late.
    }

    @Override
    public void updateWithNewCalendar(@Nullable Calendar calendar, long misfireThreshold) {
        // There are no calendars of Quartz here.
    }

    @Override
    public boolean mayFireAgain() {
        return true;
    }

    @Override
    public Date getFireTimeAfter(@Nullable Date afterTime) {
        return after(afterTime == null ? clock.instant() : afterTime.toInstant());
    }

    @Override
    public @Nullable Date getFinalFireTime() {
        return null;
    }

    @Override
    protected boolean validateMisfireInstruction(int instruction) {
        return instruction == MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY;
    }

    @Override
    public ScheduleBuilder<TimetableTrigger> getScheduleBuilder() {
        throw new UnsupportedOperationException("A timetable trigger is made from a timetable");
    }

    @Override
    public Date getStartTime() {
        return start;
    }

    @Override
    public void setStartTime(Date startTime) {
        start = startTime;
    }

    @Override
    public @Nullable Date getEndTime() {
        return null;
    }

    @Override
    public void setEndTime(@Nullable Date endTime) {
        throw new UnsupportedOperationException("A timetable has no end");
    }

    @Override
    public @Nullable Date getNextFireTime() {
        return next;
    }

    @Override
    public void setNextFireTime(@Nullable Date nextFireTime) {
        next = nextFireTime;
    }

    @Override
    public @Nullable Date getPreviousFireTime() {
        return previous;
    }

    @Override
    public void setPreviousFireTime(@Nullable Date previousFireTime) {
        previous = previousFireTime;
    }
}
