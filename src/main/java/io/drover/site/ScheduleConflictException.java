package io.drover.site;

import io.drover.config.DroverException;
import io.drover.schedule.Schedule;

/** A schedule is not as the one who edits it believes. Nothing was changed. */
public final class ScheduleConflictException extends DroverException {

    private static final long serialVersionUID = 1;

    private final boolean stale;

    private ScheduleConflictException(boolean stale, String message) {
        super(message);
        this.stale = stale;
    }

    static ScheduleConflictException stale(Schedule now) {
        Schedule.Change change = now.change();
        return new ScheduleConflictException(
                true,
                "Schedule %d was changed%s since you read it, it is now '%s' (version %d): read it again and repeat the edit"
                        .formatted(now.id(), change == null ? "" : " by " + change.by(), now.words(), now.version()));
    }

    static ScheduleConflictException notEdited(Schedule schedule) {
        return new ScheduleConflictException(
                false,
                "Schedule %d is as its route file has it, so there is nothing to reset; take it out of the file, or switch it off"
                        .formatted(schedule.id()));
    }

    /** True when somebody else edited it meanwhile. */
    public boolean isStale() {
        return stale;
    }
}
