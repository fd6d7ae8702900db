package io.drover.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What an edit makes of a schedule.
 *
 * @param words of the timetable, checked by {@link TimetableWords}
 * @param node null = any
 */
public record ScheduleEdit(
        String words,
        boolean enabled,
        String comments,
        @Nullable String node) {}
