package io.drover.console;

import io.drover.run.Run;
import io.drover.run.TaskMode;
import io.drover.site.Foreseen;
import io.drover.site.Foreseen.Collision;
import io.drover.site.Site;
import io.drover.site.SiteState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the schedule that stands in a form would do.
 *
 * @param problem what is wrong with it; null where nothing is, and then all else is empty
 * @param sentence the schedule in words
 * @param zone of its times
 * @param due its next due times in its own zone
 * @param notes what an operator should know before it is saved, one line each
 */
public record ForeseenBox(
        @Nullable String problem, String sentence, String zone, List<Moment> due, List<String> notes) {

    private static final int DUE_TIMES = 5;

    static ForeseenBox of(Site site, String task, ScheduleForm form, ConsoleParts parts) {
        ScheduleWords words = ScheduleWords.of(form);
        if (!words.problems().isEmpty()) {
            String problem = words.problems().values().iterator().next();
            return new ForeseenBox(ScheduleProblems.sentence(problem), "", "", List.of(), List.of());
        }
        Foreseen foreseen = site.schedules().foresight().of(words.words(), task, DUE_TIMES);
        Moments moments = parts.moments().in(foreseen.zone());
        String text = foreseen.timetable().words();
        return new ForeseenBox(
                null,
                text.substring(0, 1).toUpperCase(Locale.ENGLISH) + text.substring(1),
                moments.zone(),
                foreseen.due().stream().map(moments::minute).toList(),
                notes(site, form, foreseen, moments, parts));
    }

    private static List<String> notes(
            Site site, ScheduleForm form, Foreseen foreseen, Moments moments, ConsoleParts parts) {
        List<String> notes = new ArrayList<>();
        SiteState state = site.view().state();
        if (form.text("enabled").isEmpty()) {
            notes.add("It is switched off: its due times are not run.");
        } else if (state != SiteState.RUNNING) {
            notes.add("Site %s is %s: nothing of it runs until the site is started."
                    .formatted(site.name(), StateBox.word(state).toLowerCase(Locale.ROOT)));
        }
        if (foreseen.due().isEmpty()
                && foreseen.timetable().frequency().hasTimes()
                && !foreseen.timetable().isContinuous()) {
            notes.add("It has no due time after now.");
        }
        Map<TaskMode, Run> last = parts.runs()
                .overview()
                .latest(foreseen.collisions().stream()
                        .map(Collision::other)
                        .map(other -> new TaskMode(other.site(), other.task(), other.mode()))
                        .toList());
        foreseen.collisions().forEach(collision -> notes.add(collision(collision, last, moments)));
        foreseen.clockChanges().forEach(change -> notes.add(change.words() + "."));
        return List.copyOf(notes);
    }

    private static String collision(Collision collision, Map<TaskMode, Run> runs, Moments moments) {
        var other = collision.other();
        Run last = runs.get(new TaskMode(other.site(), other.task(), other.mode()));
        String often = collision.times() == collision.of()
                ? "each time"
                : "at %d of its next %d due times".formatted(collision.times(), collision.of());
        return "%s (Task ID %d, %s) is due in the same minute %s, first %s; the runs wait for each other%s."
                .formatted(
                        collision.title(),
                        other.id(),
                        other.mode().words(),
                        often,
                        moments.minute(collision.first()).text(),
                        took(last, moments));
    }

    /** How long one waits for the other, where that is long enough to matter. */
    private static String took(@Nullable Run last, Moments moments) {
        if (last == null
                || last.endedAt() == null
                || last.runTime(moments.now()).toSeconds() == 0) {
            return "";
        }
        return ", its last one took " + Moments.elapsed(last.runTime(moments.now()));
    }
}
