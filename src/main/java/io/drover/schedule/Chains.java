package io.drover.schedule;

import io.drover.run.EventLog;
import io.drover.run.Follower;
import io.drover.run.Result;
import io.drover.run.Run;
import io.drover.send.Mode;
import io.drover.send.Purpose;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.drover.task.RunRequest.Fire;
import io.drover.task.TaskCatalogue;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Schedules that follow the runs of other tasks. A run starts at most one run for each of them; where a task has such a
 * schedule for the mode of the run, that one follows, else the one that it has for the other mode. Thread-safe.
 */
public final class Chains {

    private final TaskCatalogue catalogue;
    private final ZoneId zone;
    private final Clock clock;
    private final EventLog events;
    private volatile List<Schedule> chained = List.of();

    public Chains(TaskCatalogue catalogue, ZoneId zone, Clock clock, EventLog events) {
        this.catalogue = catalogue;
        this.zone = zone;
        this.clock = clock;
        this.events = events;
    }

    /** Puts changed schedules into effect. A chain that goes round is left out, and told. */
    void change(List<Schedule> schedules) {
        ChainGraph graph = ChainGraph.of(catalogue.tasks(), schedules);
        chained = schedules.stream()
                .filter(schedule ->
                        schedule.enabled() && schedule.timetable().after().isPresent())
                .filter(schedule -> !isRound(schedule, graph))
                .toList();
    }

    private boolean isRound(Schedule schedule, ChainGraph graph) {
        Optional<String> loop = graph.loop(schedule.task());
        loop.ifPresent(round -> events.line(
                "Site", "Schedule %d of %s is not run: %s".formatted(schedule.id(), schedule.task(), round)));
        return loop.isPresent();
    }

    /** What follows a run that ends with this result. */
    List<Follower> of(Run run, Result result) {
        if (run.purpose() != Purpose.SEND) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Schedule> following = chained.stream()
                .filter(schedule -> after(schedule).task().equals(run.task()))
                .filter(schedule -> schedule.timetable().hasBegun(now, zone))
                .toList();
        return following.stream()
                .filter(schedule -> schedule.mode() == run.mode() || !has(following, schedule.task(), run.mode()))
                .flatMap(schedule -> follower(schedule, run, result, now).stream())
                .toList();
    }

    private static boolean has(List<Schedule> schedules, String task, Mode mode) {
        return schedules.stream().anyMatch(schedule -> schedule.task().equals(task) && schedule.mode() == mode);
    }

    private static Frequency.After after(Schedule schedule) {
        return schedule.timetable().after().orElseThrow();
    }

    /** Empty while the file of its task is gone. */
    private Optional<Follower> follower(Schedule schedule, Run run, Result result, Instant now) {
        RunRequest request = new RunRequest(
                        schedule.task(),
                        schedule.mode(),
                        Cause.CHAIN,
                        "run %d of %s".formatted(run.run(), run.task()),
                        new Fire(schedule.id(), now.truncatedTo(ChronoUnit.MICROS), null))
                .of(run.run());
        return catalogue
                .find(schedule.task())
                .map(task ->
                        Follower.of(run, result, task, request, after(schedule).whateverResult()));
    }
}
