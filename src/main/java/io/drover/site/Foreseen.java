package io.drover.site;

import io.drover.schedule.ClockChange;
import io.drover.schedule.Schedule;
import io.drover.schedule.Timetable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What a schedule would do.
 *
 * @param zone in which its times are meant
 * @param due its next due times, in their order
 * @param collisions other schedules of the same queue that are due in the same minute, the first one first
 * @param clockChanges those of the coming year that concern it
 */
public record Foreseen(
        Timetable timetable,
        ZoneId zone,
        List<Instant> due,
        List<Collision> collisions,
        List<ClockChange> clockChanges) {

    /**
     * Two due times in one minute: their runs go one after the other.
     *
     * @param title of the other task
     * @param first when they meet first
     * @param times how often they meet
     * @param of how many due times were looked at
     */
    public record Collision(Schedule other, String title, Instant first, int times, int of) {}
}
