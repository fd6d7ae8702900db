package io.drover.console;

import io.drover.schedule.Schedule;
import java.util.Locale;
import java.util.function.Predicate;

/** Which of the Scheduled Tasks are shown. */
public enum ScheduleChoice {
    ALL("All", schedule -> true),
    ON("Switched on", Schedule::enabled),
    OFF("Switched off", schedule -> !schedule.enabled()),
    EDITED("Edited", Schedule::isOverridden),
    ADDED("Added", Schedule::added),
    FILE_CHANGED("File edited after the edit", Schedule::isFileChanged);

    private final String words;
    private final Predicate<Schedule> holds;

    ScheduleChoice(String words, Predicate<Schedule> holds) {
        this.words = words;
        this.holds = holds;
    }

    public String words() {
        return words;
    }

    /** As an address names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them where the word is none of these. */
    static ScheduleChoice of(String word) {
        for (ScheduleChoice choice : values()) {
            if (choice.word().equals(word)) {
                return choice;
            }
        }
        return ALL;
    }

    boolean shows(Schedule schedule) {
        return holds.test(schedule);
    }
}
