package io.drover.schedule;

import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.ScheduleBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * Rings at the one instant to which it is set: Quartz does the waiting, the bell's timetable the arithmetic. However late
 * Quartz is, it rings; what is missed and what is not is told by the timetable.
 */
final class BellTrigger extends AbstractTrigger<BellTrigger> {

    /** A trigger without a next instant is thrown away by Quartz, and could not be set again. */
    static final Date NEVER = new Date(Long.MAX_VALUE / 2);

    private static final long serialVersionUID = 1;

    private Date start = new Date(0);
    private @Nullable Date next;
    private @Nullable Date previous;

    BellTrigger(TriggerKey key, Date next) {
        this.next = next;
        setKey(key);
        // Quartz by itself gives up what is five seconds late.
        setMisfireInstruction(MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
    }

    @Override
    public @Nullable Date computeFirstFireTime(@Nullable Calendar calendar) {
        return next;
    }

    @Override
    public void triggered(@Nullable Calendar calendar) {
        previous = next;
        next = NEVER;
    }

    @Override
    public void updateAfterMisfire(@Nullable Calendar calendar) {
        // It still rings.
    }

    @Override
    public void updateWithNewCalendar(@Nullable Calendar calendar, long misfireThreshold) {
        // It knows no calendar.
    }

    @Override
    public boolean mayFireAgain() {
        return true;
    }

    @Override
    public @Nullable Date getFireTimeAfter(@Nullable Date afterTime) {
        return next != null && (afterTime == null || next.after(afterTime)) ? next : null;
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
    public ScheduleBuilder<BellTrigger> getScheduleBuilder() {
        throw new UnsupportedOperationException("It is set by its bell");
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
        throw new UnsupportedOperationException("It has no end");
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
