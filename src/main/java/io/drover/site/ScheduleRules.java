package io.drover.site;

import io.drover.schedule.ChainGraph;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.schedule.Timetable;
import io.drover.schedule.TimetableWords;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What a schedule must keep to before it is stored. Changes nothing. Thread-safe. */
final class ScheduleRules {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int MOST_COMMENTS = 500;
    private static final int MOST_NODE = 100;

    private final SiteTasks tasks;
    private final Clock clock;
    private final ZoneId zone;

    ScheduleRules(SiteTasks tasks, Clock clock, ZoneId zone) {
        this.tasks = tasks;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * @return the edit in the words in which it is stored
     * @throws io.drover.schedule.InvalidTimetableException when its words are no timetable
     * @throws InvalidScheduleException when its comments or its node cannot be kept
     */
    ScheduleEdit checked(ScheduleEdit edit) {
        Timetable timetable = TimetableWords.parse(edit.words());
        String comments = edit.comments().strip();
        if (comments.length() > MOST_COMMENTS) {
            throw new InvalidScheduleException(
                    "comments", "Comments have at most %d characters".formatted(MOST_COMMENTS));
        }
        String node = edit.node() == null || edit.node().isBlank()
                ? null
                : edit.node().strip();
        if (node != null && node.length() > MOST_NODE) {
            throw new InvalidScheduleException(
                    "node", "The name of a node has at most %d characters".formatted(MOST_NODE));
        }
        return new ScheduleEdit(timetable.words(), edit.enabled(), comments, node);
    }

    /** @throws InvalidScheduleException when it would never be due again */
    void checkDue(ScheduleEdit edit) {
        Timetable timetable = TimetableWords.parse(edit.words());
        if (timetable.frequency().hasTimes()
                && timetable.next(clock.instant(), zone).isEmpty()) {
            throw new InvalidScheduleException(
                    "schedule", "'%s' has no due time after now, %s".formatted(edit.words(), now(timetable)));
        }
    }

    /**
     * A chain has a beginning, and does not go round.
     *
     * @param others the schedules of the site beside the one that is added or edited
     * @throws io.drover.task.UnknownTaskException when it follows a task that is not there
     * @throws InvalidScheduleException when it goes round
     */
    void checkChain(ScheduleEdit edit, String task, List<Schedule> others) {
        Timetable timetable = TimetableWords.parse(edit.words());
        if (timetable.after().isEmpty()) {
            return;
        }
        tasks.known(timetable.after().get().task());
        ChainGraph graph = ChainGraph.of(tasks.all(), others);
        graph.add(timetable, task);
        graph.loop(task).ifPresent(loop -> {
            throw new InvalidScheduleException("schedule", "'%s': %s".formatted(edit.words(), loop));
        });
    }

    /** This moment where the timetable is meant. */
    String now(Timetable timetable) {
        ZoneId own = timetable.zone(zone);
        return "%s in %s".formatted(MINUTE.format(clock.instant().atZone(own)), own);
    }
}
