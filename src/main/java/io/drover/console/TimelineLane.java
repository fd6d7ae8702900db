package io.drover.console;

import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.run.RunGroup;
import io.drover.schedule.Schedule;
import io.drover.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one task has done and will do.
 *
 * @param y upper edge of the lane
 * @param bars runs that have ended or go on
 * @param due what is coming
 * @param ok how many runs were OK, with refused rows or without
 * @param failed how many failed or were interrupted
 * @param others how many were stopped, missed or skipped
 * @param next when it is due next, in words
 */
public record TimelineLane(
        String title, String link, int y, List<Bar> bars, List<Due> due, int ok, int failed, int others, String next) {

    /** Height of a lane with its gap. */
    static final int HEIGHT = 26;

    private static final int MOST_DUE = 400;
    private static final int LEAST_WIDTH = 4;

    /**
     * Runs, drawn as one bar: the worse they ended, the taller it is.
     *
     * @param style its colour
     * @param words for whoever points at it
     */
    public record Bar(long x, long y, long width, long height, String style, String words) {}

    /** A due time that comes. */
    public record Due(long x, long y, String words) {}

    static TimelineLane of(
            Task task,
            String site,
            int y,
            List<RunGroup> ended,
            List<Run> running,
            List<Schedule> schedules,
            TimelineScale scale,
            Moments moments) {
        List<Bar> bars = new ArrayList<>();
        ended.forEach(group -> bars.add(bar(group, y, scale, moments)));
        running.forEach(run -> bars.add(bar(run, y, scale, moments)));
        Optional<Instant> next = schedules.stream()
                .flatMap(schedule -> schedule.next(moments.now(), moments.zoneId()).stream())
                .min(Instant::compareTo);
        return new TimelineLane(
                task.title(),
                Links.task(site, task.name()),
                y,
                bars,
                due(schedules, y, scale, moments),
                count(ended, List.of(Result.OK, Result.OK_WITH_REFUSED_ROWS)),
                count(ended, List.of(Result.FAILED, Result.INTERRUPTED)),
                count(ended, List.of(Result.STOPPED, Result.MISSED, Result.SKIPPED)),
                next.map(at -> moments.minute(at).text()).orElse("—"));
    }

    private static int count(List<RunGroup> ended, List<Result> results) {
        return ended.stream()
                .filter(group -> results.contains(group.result()))
                .mapToInt(RunGroup::runs)
                .sum();
    }

    static Bar bar(RunGroup group, int y, TimelineScale scale, Moments moments) {
        int height = switch (group.result()) {
            case OK -> 10;
            case OK_WITH_REFUSED_ROWS, STOPPED, MISSED, SKIPPED -> 15;
            case FAILED, INTERRUPTED -> 20;
        };
        String runs = group.runs() == 1 ? "run " + group.latest() : group.runs() + " runs to run " + group.latest();
        String words = "%s: %s, %s to %s"
                .formatted(
                        group.result().word(),
                        runs,
                        moments.minute(group.begun()).text(),
                        moments.minute(group.ended()).text());
        return bar(
                group.begun(), group.ended(), y, height, Mark.of(group.result()).style(), words, scale);
    }

    private static Bar bar(Run run, int y, TimelineScale scale, Moments moments) {
        Instant begun = run.startedAt() == null ? run.requestedAt() : run.startedAt();
        String words = "Running: run %d since %s"
                .formatted(run.run(), moments.minute(begun).text());
        return bar(begun, moments.now(), y, 20, "work", words, scale);
    }

    private static Bar bar(
            Instant begun, Instant ended, int y, int height, String style, String words, TimelineScale scale) {
        long x = scale.x(begun);
        long width = Math.max(LEAST_WIDTH - 1, scale.x(ended) - x);
        return new Bar(x, y + 20 - height, width, height, style, words);
    }

    private static List<Due> due(List<Schedule> schedules, int y, TimelineScale scale, Moments moments) {
        List<Due> due = new ArrayList<>();
        for (Schedule schedule : schedules) {
            Instant from = moments.now().isBefore(scale.from()) ? scale.from().minusNanos(1) : moments.now();
            long last = 0;
            Optional<Instant> next = schedule.next(from, moments.zoneId());
            for (int i = 0; i < MOST_DUE && next.isPresent() && next.get().isBefore(scale.to()); i++) {
                Instant at = next.get();
                // What would be drawn over the one before it is left out, however many there are.
                if (scale.x(at) - last >= LEAST_WIDTH + 2) {
                    last = scale.x(at);
                    due.add(new Due(
                            last,
                            y + 4,
                            "Due %s: %s, %s"
                                    .formatted(
                                            moments.minute(at).text(),
                                            schedule.mode().words(),
                                            schedule.words())));
                    next = schedule.next(at, moments.zoneId());
                } else {
                    next = schedule.next(at.plus(scale.grain()), moments.zoneId());
                }
            }
        }
        return due;
    }
}
