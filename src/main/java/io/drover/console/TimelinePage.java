package io.drover.console;

import io.drover.run.Run;
import io.drover.run.RunGroup;
import io.drover.schedule.Schedule;
import io.drover.site.AuditEntry;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.SiteView;
import io.drover.task.Task;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timeline: what the tasks of a site have done and will do, its stops, and the changes of clocks.
 *
 * @param span its two ends
 * @param choices of another part
 * @param halted says that the site does not run, so that what is due is no promise; empty where it does
 * @param stops of the site, with their reasons
 * @param clockChanges within the span
 * @param now where this moment stands; null where it lies outside
 * @param height of the drawing
 * @param link to this page
 */
public record TimelinePage(
        PageFrame frame,
        String span,
        List<Choice> choices,
        List<ScheduleTable.Halted> halted,
        List<Tick> ticks,
        List<TimelineLane> lanes,
        List<Stop> stops,
        List<Tick> clockChanges,
        @Nullable Long now,
        int height,
        String link) {

    private static final int TOP = 44;

    /** A part of the Timeline to look at. */
    public record Choice(String id, String words, String link, boolean isCurrent) {}

    /** A line across all lanes, and what it says. */
    public record Tick(long x, String words) {}

    /** A time in which the site was stopped. */
    public record Stop(long x, long width, String words) {}

    /** Width of the drawing. */
    public int width() {
        return TimelineScale.LEFT + TimelineScale.WIDTH + 20;
    }

    /** Left edge of the lanes. */
    public int left() {
        return TimelineScale.LEFT;
    }

    /** Upper edge of the lanes. */
    public int top() {
        return TOP;
    }

    /** Width of the lanes. */
    public int laneWidth() {
        return TimelineScale.WIDTH;
    }

    /** The drawing in one sentence, for whoever does not see it; the table beneath it has the figures. */
    public String summary() {
        return "%d tasks, %s; %s"
                .formatted(
                        lanes.size(),
                        span,
                        stops.isEmpty() ? "no stop" : stops.size() == 1 ? "one stop" : stops.size() + " stops");
    }

    static TimelinePage of(Site site, TimelineQuery query, ConsoleParts parts) {
        Moments moments = parts.moments();
        TimelineScale scale = query.scale(moments);
        List<RunGroup> ended = parts.runs().overview().groups(site.name(), scale.from(), scale.to(), scale.grain());
        List<Run> running = parts.runs().unfinished().stream()
                .filter(run -> run.site().equals(site.name()) && run.startedAt() != null)
                .filter(run -> scale.holds(moments.now()))
                .toList();
        List<TimelineLane> lanes = new ArrayList<>();
        List<Schedule> schedules = site.schedules().list();
        for (Task task : site.schedules().tasks()) {
            TimelineLane lane = TimelineLane.of(
                    task,
                    site.name(),
                    TOP + lanes.size() * TimelineLane.HEIGHT,
                    ended.stream()
                            .filter(group -> group.task().equals(task.name()))
                            .toList(),
                    running.stream()
                            .filter(run -> run.task().equals(task.name()))
                            .toList(),
                    schedules.stream()
                            .filter(each -> each.task().equals(task.name()))
                            .toList(),
                    scale,
                    moments);
            if (!lane.bars().isEmpty() || !lane.due().isEmpty()) {
                lanes.add(lane);
            }
        }
        return new TimelinePage(
                parts.frame("Timeline", site.name()),
                "%s to %s"
                        .formatted(
                                moments.minute(scale.from()).text(),
                                moments.minute(scale.to()).text()),
                choices(query, moments),
                ScheduleTable.halted(List.of(site), moments),
                scale.ticks(),
                List.copyOf(lanes),
                stops(site, scale, parts),
                clockChanges(scale),
                scale.holds(moments.now()) ? scale.x(moments.now()) : null,
                TOP + lanes.size() * TimelineLane.HEIGHT + 8,
                query.link());
    }

    private static List<Choice> choices(TimelineQuery query, Moments moments) {
        return List.of(
                new Choice("earlier", "Earlier", query.earlierLink(moments), false),
                new Choice("day", "Day", query.usualLink(false), query.from() == null && !query.isWeek()),
                new Choice("week", "7 days", query.usualLink(true), query.from() == null && query.isWeek()),
                new Choice("later", "Later", query.laterLink(moments), false));
    }

    /** A stop that has begun. */
    private record Begun(Instant at, String by, @Nullable String reason) {

        /** @param end null while it goes on */
        String words(@Nullable Instant end, Moments moments) {
            String time = end == null
                    ? "since " + moments.minute(at).text()
                    : "%s to %s"
                            .formatted(
                                    moments.minute(at).text(),
                                    moments.minute(end).text());
            return "Stopped %s by %s%s".formatted(time, by, reason == null ? "" : ": " + reason);
        }
    }

    static List<Stop> stops(Site site, TimelineScale scale, ConsoleParts parts) {
        return stops(site, parts.sites().audit().moves(site.name(), scale.from(), scale.to()), scale, parts.moments());
    }

    private static List<Stop> stops(Site site, List<AuditEntry> moves, TimelineScale scale, Moments moments) {
        List<Stop> stops = new ArrayList<>();
        SiteView view = site.view();
        Begun begun = moves.isEmpty() && view.state() == SiteState.STOPPED
                ? new Begun(view.since(), view.by(), view.reason())
                : null;
        for (AuditEntry move : moves) {
            boolean isStop = move.act().what().equals("Stop Site");
            if (begun != null && !isStop) {
                add(stops, begun, move.at(), scale, moments);
            }
            begun = isStop ? new Begun(move.at(), move.act().who(), move.act().reason()) : null;
        }
        if (begun != null) {
            add(stops, begun, null, scale, moments);
        }
        return List.copyOf(stops);
    }

    private static void add(
            List<Stop> stops, Begun begun, @Nullable Instant end, TimelineScale scale, Moments moments) {
        Instant until = end == null ? moments.now() : end;
        if (begun.at().isBefore(scale.to()) && until.isAfter(scale.from())) {
            long x = scale.x(begun.at());
            stops.add(new Stop(x, Math.max(2, scale.x(until) - x), begun.words(end, moments)));
        }
    }

    private static List<Tick> clockChanges(TimelineScale scale) {
        List<Tick> changes = new ArrayList<>();
        ZoneOffsetTransition change = scale.zone().getRules().nextTransition(scale.from());
        while (change != null && change.getInstant().isBefore(scale.to())) {
            String words = "The clocks go %s at %s"
                    .formatted(
                            change.isGap() ? "forward" : "back",
                            change.getDateTimeBefore().toLocalTime());
            changes.add(new Tick(scale.x(change.getInstant()), words));
            change = scale.zone().getRules().nextTransition(change.getInstant());
        }
        return changes;
    }
}
