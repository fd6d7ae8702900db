package io.drover.console;

import io.drover.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/** What can be done with a schedule besides editing it. Each has a page that asks first. */
enum ScheduleAct {
    SWITCH_OFF(
            "off",
            "Switch off",
            "Its due times are not run until it is switched on again; one line of the Results says so.",
            true),
    SWITCH_ON("on", "Switch on", "It is run again from now on. What was due meanwhile is not made up for.", true),
    RESET("reset", "Reset to file", "The edit is taken back, the comments stay.", false),
    DELETE("delete", "Delete", "It is gone for good; its runs stay in the Results.", false);

    private final String word;
    private final String words;
    private final String effect;
    private final boolean needsReason;

    ScheduleAct(String word, String words, String effect, boolean needsReason) {
        this.word = word;
        this.words = words;
        this.effect = effect;
        this.needsReason = needsReason;
    }

    /** Those that a schedule is open to as it is now. */
    static List<ScheduleAct> of(Schedule schedule) {
        List<ScheduleAct> acts = new ArrayList<>();
        acts.add(schedule.enabled() ? SWITCH_OFF : SWITCH_ON);
        if (schedule.isOverridden()) {
            acts.add(RESET);
        }
        if (schedule.added()) {
            acts.add(DELETE);
        }
        return acts;
    }

    Move move(Schedule schedule) {
        return Move.page(word + "-schedule", words + "…", link(schedule), this == DELETE ? "danger" : "");
    }

    String link(Schedule schedule) {
        return "%s/%s".formatted(Links.schedule(schedule.id()), word);
    }

    /** The last part of its address. */
    String word() {
        return word;
    }

    /** As its button says it. */
    String words() {
        return words;
    }

    /** What it does, for the one who is about to press it. */
    String effect() {
        return effect;
    }

    boolean needsReason() {
        return needsReason;
    }
}
