package io.drover.schedule;

import io.drover.send.Mode;
import io.drover.task.Task;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a row of the table {@code schedule}. */
final class ScheduleColumns {

    private ScheduleColumns() {}

    /** @param task as it is loaded; null when it is gone. Empty where the schedule is none of it, or its words do not parse */
    static Optional<Schedule> schedule(ResultSet result, @Nullable Task task) throws SQLException {
        Mode mode = Mode.valueOf(result.getString("mode"));
        if (task == null || !task.modes().contains(mode)) {
            return Optional.empty();
        }
        boolean added = result.getBoolean("added");
        String fileWords = added ? null : task.schedules().get(mode);
        String edited = result.getString("override_words");
        String own = added ? result.getString("words") : fileWords;
        String words = edited == null ? own : edited;
        Timetable timetable = words == null ? null : timetable(words);
        if (words == null || timetable == null) {
            return Optional.empty();
        }
        return Optional.of(new Schedule(
                result.getInt("schedule_id"),
                result.getString("site"),
                task.name(),
                mode,
                words,
                timetable,
                result.getBoolean("enabled"),
                result.getString("comments"),
                result.getString("node"),
                fileWords,
                added,
                change(result),
                result.getInt("version"),
                result.getTimestamp("rung_until").toInstant(),
                result.getBoolean("node_lives") ? null : "node %s is not alive".formatted(result.getString("node"))));
    }

    private static @Nullable Timetable timetable(String words) {
        try {
            return TimetableWords.parse(words);
        } catch (InvalidTimetableException e) {
            return null;
        }
    }

    private static Schedule.@Nullable Change change(ResultSet result) throws SQLException {
        String by = result.getString("changed_by");
        return by == null
                ? null
                : new Schedule.Change(
                        by,
                        result.getTimestamp("changed_at").toInstant(),
                        result.getString("reason"),
                        result.getString("file_words_then"));
    }
}
