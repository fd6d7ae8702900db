package io.drover.schedule;

import io.drover.send.Mode;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a task runs in a mode on a site.
 *
 * @param id shown as Task ID; stays the same over restarts
 * @param words of its timetable, as the route file has them
 * @param comments a note for the next user to read
 */
public record Schedule(
        int id, String site, String task, Mode mode, String words, Timetable timetable, String comments) {

    public Instant next(Instant after, ZoneId zone) {
        return timetable.next(after, zone);
    }
}
