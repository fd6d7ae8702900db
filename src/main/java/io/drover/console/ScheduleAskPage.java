package io.drover.console;

import io.drover.schedule.Schedule;
import io.drover.site.ScheduledTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks before a schedule is switched off or on, reset to its file, or deleted.
 *
 * @param refusal why it cannot be done; null when it can
 * @param effects what it does, one line each
 * @param version of the schedule as this page shows it
 * @param reason the text as it was typed
 * @param problem why the reason was refused; null when none was given yet
 */
public record ScheduleAskPage(
        PageFrame frame,
        String heading,
        String button,
        @Nullable String refusal,
        List<String> effects,
        boolean needsReason,
        String version,
        String reason,
        @Nullable String problem,
        String action,
        String cancelLink,
        boolean isGrave) {

    static ScheduleAskPage of(
            ScheduledTask line,
            ScheduleAct act,
            String reason,
            @Nullable String problem,
            @Nullable String refusal,
            ConsoleParts parts) {
        Schedule schedule = line.schedule();
        boolean isOpen = ScheduleAct.of(schedule).contains(act);
        return new ScheduleAskPage(
                parts.frame(act.words(), line.site().name()),
                "%s: Task ID %d, %s"
                        .formatted(act.words(), schedule.id(), line.task().title()),
                act.words(),
                refusal != null || isOpen ? refusal : "This cannot be done with the schedule as it is now",
                effects(line, act, parts.moments()),
                act.needsReason(),
                String.valueOf(schedule.version()),
                reason,
                problem,
                act.link(schedule),
                Links.schedule(schedule.id()),
                act == ScheduleAct.DELETE || act == ScheduleAct.SWITCH_OFF);
    }

    private static List<String> effects(ScheduledTask line, ScheduleAct act, Moments moments) {
        Schedule schedule = line.schedule();
        List<String> effects = new ArrayList<>();
        effects.add("Now: %s on site %s, %s%s"
                .formatted(
                        line.words(),
                        line.site().name(),
                        schedule.words(),
                        schedule.enabled() ? "" : ", switched off"));
        if (act == ScheduleAct.RESET) {
            effects.add(
                    schedule.fileWords() == null
                            ? "The file has no such schedule, so it is gone then"
                            : "Then: as its file says, " + schedule.fileWords());
        }
        effects.add(act.effect());
        NextRun next = NextRun.of(schedule, line.site().view().state(), moments);
        if (next != null && act == ScheduleAct.SWITCH_OFF) {
            effects.add("The first one that is not run: %s".formatted(next.at().text()));
        }
        return effects;
    }
}
