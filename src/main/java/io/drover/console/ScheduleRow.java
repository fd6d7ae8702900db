package io.drover.console;

import io.drover.run.Run;
import io.drover.schedule.Schedule;
import io.drover.site.ScheduledTask;
import io.drover.site.SiteState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of Scheduled Tasks of all sites.
 *
 * @param next null where none is foreseen
 * @param withoutNext what stands in its place then
 * @param mode in words; empty for a task without rows
 * @param origin null while it is as its file has it
 * @param node the one that rings it; empty = any
 */
public record ScheduleRow(
        int id,
        String link,
        String task,
        String title,
        String taskLink,
        @Nullable LastRun lastRun,
        @Nullable NextRun next,
        String withoutNext,
        String comments,
        String site,
        String siteLink,
        String mode,
        String words,
        boolean isOff,
        @Nullable ScheduleOrigin origin,
        String node,
        TaskStatus status,
        List<Move> moves) {

    static ScheduleRow of(ScheduledTask line, SiteState state, @Nullable Run last, Moments moments) {
        Schedule schedule = line.schedule();
        String site = line.site().name();
        return new ScheduleRow(
                schedule.id(),
                Links.schedule(schedule.id()),
                line.task().name(),
                line.task().title(),
                Links.task(site, line.task().name()),
                LastRun.of(last, moments),
                NextRun.of(schedule, state, moments),
                NextRun.without(schedule),
                schedule.comments(),
                site,
                Links.site(site),
                line.task().isSendable() ? schedule.mode().words().replace("Send ", "") : "",
                schedule.words(),
                !schedule.enabled(),
                ScheduleOrigin.of(schedule, moments),
                schedule.node() == null ? "" : schedule.node(),
                TaskStatus.of(line.status(), line.pending(), moments),
                ScheduleAct.of(schedule).stream()
                        .limit(1)
                        .map(act -> act.move(schedule))
                        .toList());
    }
}
