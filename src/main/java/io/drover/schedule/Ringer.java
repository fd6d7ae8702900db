package io.drover.schedule;

import io.drover.config.DroverException;
import io.drover.run.EventLog;
import io.drover.run.RequestStore;
import io.drover.run.Result;
import io.drover.run.RunQueue;
import io.drover.task.NotRunningException;
import io.drover.task.RunRequest;
import io.drover.task.RunRequest.Cause;
import io.drover.task.RunRequest.Fire;
import io.drover.task.Task;
import io.drover.task.TaskCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Makes of due instants what is to become of them: a run, or a line of the history that says why there is none. */
public final class Ringer {

    /** A due instant that is seen later than this is missed, as it is where the process or the machine slept. */
    private static final Duration LATEST = Duration.ofMinutes(1);

    private static final int MOST_COUNTED = 100_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final ZoneId zone;
    private final TaskCatalogue catalogue;
    private final RunQueue queue;
    private final RequestStore runs;
    private final ScheduleStore schedules;
    private final EventLog events;

    public Ringer(
            ZoneId zone,
            TaskCatalogue catalogue,
            RunQueue queue,
            RequestStore runs,
            ScheduleStore schedules,
            EventLog events) {
        this.zone = zone;
        this.catalogue = catalogue;
        this.queue = queue;
        this.runs = runs;
        this.schedules = schedules;
        this.events = events;
    }

    /** Due instants of a schedule that have come, in their order. */
    private record Passed(int count, Instant first, Instant beforeLast, Instant last) {}

    /** Deals with all that is due on a bell. */
    void ring(Bell bell, Instant now) {
        Schedule schedule = bell.schedule();
        Task task = catalogue.find(schedule.task()).orElse(null);
        Instant due = bell.due().orElse(null);
        if (task == null || due == null) {
            // Its route is being replaced; when it does not come back, the bell is taken down.
            bell.retry(now);
        } else if (!schedule.enabled()) {
            noteDisabled(bell, task, due);
            bell.rest();
        } else if (schedule.timetable().isContinuous()) {
            ringContinuous(bell, now);
        } else {
            ringTimes(bell, task, passed(schedule, due, now), now);
        }
    }

    /** One line of the history, not one for each of its due times (IF2). */
    private void noteDisabled(Bell bell, Task task, Instant due) {
        Schedule schedule = bell.schedule();
        Schedule.Change change = schedule.change();
        if (!runs.isSkipped(schedule.id(), change == null ? Instant.EPOCH : change.at())) {
            note(bell, task, due, Result.SKIPPED, "Skipped: the schedule is disabled; its due times are not run");
        }
    }

    private void note(Bell bell, Task task, Instant due, Result result, String message) {
        runs.note(bell.schedule().site(), task, request(bell, due), result, message);
    }

    private void ringContinuous(Bell bell, Instant now) {
        int schedule = bell.schedule().id();
        String queue = String.valueOf(bell.queue());
        if (runs.isUnfinished(schedule, queue)) {
            bell.awaitEnd(now);
            return;
        }
        // Where the clock was set back, a run may end in what is the future now.
        Optional<Instant> end = runs.lastEnd(schedule, queue).filter(each -> each.isBefore(now));
        if (bell.isAwaitingEnd()) {
            bell.goOn(end.orElse(now));
        } else if (end.isPresent() && bell.isTooSoonAfter(end.get(), now)) {
            // A run that another node asked for has come and gone since this bell looked.
            bell.goOn(end.get());
        } else {
            ask(bell, bell.told(now), now, () -> {});
            bell.settle(now);
        }
    }

    private void ringTimes(Bell bell, Task task, Passed passed, Instant now) {
        Schedule schedule = bell.schedule();
        boolean isLate = Duration.between(passed.last(), now).compareTo(LATEST) > 0;
        boolean isMissed = bell.isAtStart() || isLate && !bell.isRetried();
        boolean isMadeUpFor = isMissed && schedule.timetable().catchUp();
        if (isMadeUpFor && !schedule.timetable().allows(now, zone)) {
            schedule.timetable().opening(now, zone).ifPresent(bell::postpone);
            return;
        }
        int missed = isMissed ? passed.count() : passed.count() - 1;
        Runnable history = missed == 0 ? () -> {} : () -> noteMissed(bell, task, passed, missed, isMadeUpFor);
        if (isMadeUpFor) {
            ask(bell, bell.told(now), now, history);
        } else if (isMissed) {
            Instant last = passed.last();
            schedules.rung(schedule.id(), last, schedule.gap(last, zone), history);
            bell.rung(last);
        } else {
            ask(bell, passed.last(), now, history);
        }
        bell.settle(now);
    }

    private Passed passed(Schedule schedule, Instant first, Instant now) {
        int count = 1;
        Instant beforeLast = first;
        Instant last = first;
        Optional<Instant> next = schedule.timetable().next(last, zone);
        while (next.isPresent() && !next.get().isAfter(now) && count < MOST_COUNTED) {
            count++;
            beforeLast = last;
            last = next.get();
            next = schedule.timetable().next(last, zone);
        }
        return count < MOST_COUNTED ? new Passed(count, first, beforeLast, last) : new Passed(count, first, now, now);
    }

    private void noteMissed(Bell bell, Task task, Passed passed, int missed, boolean isMadeUpFor) {
        Schedule schedule = bell.schedule();
        Instant last = missed == passed.count() ? passed.last() : passed.beforeLast();
        String message = "%s%s missed, %s: %s"
                .formatted(
                        passed.count() == MOST_COUNTED ? "At least " : "",
                        missed == 1 ? "1 due time" : missed + " due times",
                        missed == 1
                                ? time(schedule, last)
                                : time(schedule, passed.first()) + " to " + time(schedule, last),
                        isMadeUpFor ? "made up for by one run" : "skipped");
        note(bell, task, passed.first(), Result.MISSED, message);
        events.line(task.queue(), "Schedule %d of %s: %s".formatted(schedule.id(), task.name(), message));
    }

    private String time(Schedule schedule, Instant instant) {
        return TIME.format(instant.atZone(schedule.timetable().zone(zone)));
    }

    /**
     * Of nodes that ring for the same due instant, one asks for a run.
     *
     * @param history what is written down in the same transaction
     */
    private void ask(Bell bell, Instant due, Instant now, Runnable history) {
        Schedule schedule = bell.schedule();
        // An instant that comes again after the clock was set back is another fire, so it needs another name.
        RunRequest request = request(bell, bell.isAgain(due) ? bell.told(now) : due);
        Duration gap = schedule.gap(due, zone);
        try {
            Task task = catalogue.find(schedule.task()).orElseThrow();
            if (schedule.timetable().skipWhileRunning()
                    && runs.isUnfinished(schedule.site(), task.name(), schedule.mode())) {
                schedules.rung(schedule.id(), due, gap, () -> {
                    history.run();
                    runs.note(schedule.site(), task, request, Result.SKIPPED, "Skipped: the run before has not ended");
                });
            } else {
                queue.ask(request, answer -> {
                    if (!schedules.markRung(schedule.id(), due, gap)) {
                        throw new AlreadyRungException();
                    }
                    history.run();
                });
            }
        } catch (AlreadyRungException | NotRunningException e) {
            // Another node was first, or the site is being stopped.
        } catch (DroverException e) {
            events.line("Site", "Schedule %d of %s: %s".formatted(schedule.id(), schedule.task(), e.getMessage()));
        }
        bell.rung(due);
    }

    private static RunRequest request(Bell bell, Instant due) {
        Schedule schedule = bell.schedule();
        return new RunRequest(
                schedule.task(),
                schedule.mode(),
                Cause.SCHEDULE,
                "schedule " + schedule.id(),
                new Fire(schedule.id(), due, bell.queue()));
    }

    /** Undoes the request of a node that came second. */
    private static final class AlreadyRungException extends DroverException {

        private static final long serialVersionUID = 1;

        AlreadyRungException() {
            super("Another node has rung");
        }
    }
}
