package io.drover.console;

import io.drover.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Where a schedule comes from, when that is not its route file alone: the badge of an edit, and what the file has.
 *
 * @param badge {@code Edited} or {@code Added}
 * @param reason empty where none was asked for
 * @param file what the route file has, as a sentence; empty for one that was added
 * @param isFileChanged whether the file was edited after the edit that stands in its place
 */
public record ScheduleOrigin(Chip badge, String by, Moment at, String reason, String file, boolean isFileChanged) {

    /** Null while it is as its file has it. */
    static @Nullable ScheduleOrigin of(Schedule schedule, Moments moments) {
        Schedule.Change change = schedule.change();
        if (change == null) {
            return null;
        }
        return new ScheduleOrigin(
                schedule.added() ? new Chip(Mark.ADDED, "Added") : new Chip(Mark.CHANGED, "Edited"),
                change.by(),
                moments.minute(change.at()),
                change.reason() == null ? "" : change.reason(),
                schedule.added() ? "" : file(schedule, change),
                schedule.isFileChanged());
    }

    private static String file(Schedule schedule, Schedule.Change change) {
        String now = schedule.fileWords() == null ? "has none" : "says " + schedule.fileWords();
        if (!schedule.isFileChanged()) {
            return "The file %s".formatted(now);
        }
        String then = change.fileWords() == null ? "had none" : "said " + change.fileWords();
        return "The file was edited since: it %s then, it %s now".formatted(then, now);
    }
}
