package io.drover.site;

import io.drover.schedule.Bells;
import io.drover.schedule.InvalidTimetableException;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.schedule.ScheduleStore;
import io.drover.schedule.Timetable;
import io.drover.send.Mode;
import io.drover.task.Task;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of a site as people see and edit them. The route file has the default; an edit stands in its place until
 * it is reset. What is changed is in effect at once and audited. Thread-safe.
 */
public final class SiteSchedules {

    private final String site;
    private final SiteTasks tasks;
    private final ScheduleStore store;
    private final Bells bells;
    private final OwnSchedules own;
    private final AuditStore audit;
    private final Clock clock;
    private final ZoneId zone;
    private final ScheduleRules rules;

    SiteSchedules(
            String site,
            SiteTasks tasks,
            ScheduleStore store,
            Bells bells,
            OwnSchedules own,
            AuditStore audit,
            Clock clock,
            ZoneId zone) {
        this.site = site;
        this.tasks = tasks;
        this.store = store;
        this.bells = bells;
        this.own = own;
        this.audit = audit;
        this.clock = clock;
        this.zone = zone;
        this.rules = new ScheduleRules(tasks, clock, zone);
    }

    /** Brings the schedules up to date with the route files as they are loaded; bells that hang change at once. */
    synchronized void refresh() {
        tasks.syncSchedules(bells.ringDue());
        ringAsTold();
    }

    /** Puts schedules into effect that were changed at another node, too: what counts is what the database has. */
    synchronized void ringAsTold() {
        bells.change(own.of(tasks.schedules()));
    }

    /** Begins to ring those of this node; see {@link Bells#hang}. */
    synchronized void hang(Instant since, boolean isFirst) {
        bells.hang(own.of(tasks.schedules()), since, isFirst);
    }

    /** By number. */
    public List<Schedule> list() {
        return tasks.schedules();
    }

    public Optional<Schedule> find(long id) {
        return list().stream().filter(schedule -> schedule.id() == id).findFirst();
    }

    /** The tasks that can be scheduled, by name. */
    public List<Task> tasks() {
        return tasks.all();
    }

    /** What a schedule would do that is not saved yet. */
    public ScheduleForesight foresight() {
        return new ScheduleForesight(tasks, clock, zone);
    }

    /**
     * Add Scheduled Task: a schedule that no route file defines. A task may have several.
     *
     * @throws io.drover.task.UnknownTaskException when there is no such task
     * @throws InvalidTimetableException when the words are no timetable, showing the spot
     * @throws InvalidScheduleException when something else of it cannot be
     */
    public synchronized Schedule add(String task, Mode mode, ScheduleEdit edit, String by) {
        Task known = tasks.known(task);
        if (!known.modes().contains(mode)) {
            throw new InvalidScheduleException(
                    "mode",
                    "Task %s cannot be scheduled for %s; it allows %s"
                            .formatted(
                                    task,
                                    mode.words(),
                                    known.modes().stream().map(Mode::words).toList()));
        }
        ScheduleEdit checked = rules.checked(edit);
        rules.checkDue(checked);
        rules.checkChain(checked, task, list());
        Act act = act(by, "Add Scheduled Task", task, mode).with("schedule", checked.words());
        int id = audit.transaction(() -> {
            int added = store.add(site, task, mode, checked, by, clock.instant());
            audit.write(act.with("taskId", added));
            return added;
        });
        refresh();
        return find(id).orElseThrow();
    }

    /**
     * Edit Task Schedule: of a default of a route file this makes an override. A change of the note alone needs no reason
     * and is no override.
     *
     * @param seen as the editor saw it
     * @throws InvalidTimetableException when the words are no timetable, showing the spot
     * @throws InvalidScheduleException when something else of it cannot be
     * @throws InvalidReasonException when the reason says nothing
     * @throws ScheduleConflictException when somebody else edited it since
     */
    public synchronized Schedule edit(Schedule seen, ScheduleEdit edit, String by, String reason) {
        ScheduleEdit checked = rules.checked(edit);
        boolean isNote = checked.words().equals(seen.timetable().words())
                && checked.enabled() == seen.enabled()
                && Objects.equals(checked.node(), seen.node());
        String why = isNote ? null : InvalidReasonException.check("An edit of a schedule", reason);
        if (!isNote && checked.enabled()) {
            rules.checkDue(checked);
            List<Schedule> others =
                    list().stream().filter(other -> other.id() != seen.id()).toList();
            rules.checkChain(checked, seen.task(), others);
        }
        Act act = act(by, isNote ? "Edit Comments" : "Edit Task Schedule", seen.task(), seen.mode())
                .because(why)
                .with("taskId", seen.id())
                .with("before", describe(seen.words(), seen.enabled(), seen.node()))
                .with("after", describe(checked.words(), checked.enabled(), checked.node()));
        Instant from = bells.ringDue();
        change(
                seen,
                act,
                isNote
                        ? () -> store.comment(seen, checked.comments())
                        : () -> store.edit(seen, checked, by, why, from));
        return find(seen.id()).orElseThrow();
    }

    /**
     * Takes an override back, so that the schedule is as its route file has it, or deletes a schedule that was added.
     *
     * @return the schedule as the file has it; empty when it is gone
     * @throws ScheduleConflictException when there is no edit to take back, or somebody else edited it since
     */
    public synchronized Optional<Schedule> remove(Schedule seen, String by) {
        if (!seen.added() && !seen.isOverridden()) {
            throw ScheduleConflictException.notEdited(seen);
        }
        Act act = act(by, seen.added() ? "Delete Scheduled Task" : "Reset to File", seen.task(), seen.mode())
                .with("taskId", seen.id())
                .with("before", describe(seen.words(), seen.enabled(), seen.node()));
        Instant from = bells.ringDue();
        change(seen, act, () -> seen.added() ? store.delete(seen) : store.reset(seen, from));
        return find(seen.id());
    }

    @FunctionalInterface
    private interface Change {
        boolean isDone();
    }

    private void change(Schedule seen, Act act, Change change) {
        audit.transaction(() -> {
            if (!change.isDone()) {
                throw ScheduleConflictException.stale(find(seen.id()).orElse(seen));
            }
            audit.write(act);
            return seen;
        });
        refresh();
    }

    private Act act(String by, String what, String task, Mode mode) {
        return Act.of(by, what, site).onTask(task).with("mode", mode.name());
    }

    private static String describe(String words, boolean enabled, @Nullable String node) {
        return words + (enabled ? "" : ", disabled") + (node == null ? "" : ", on " + node);
    }

    /**
     * Why this is no time for the task: whatever a person asks of its source is as welcome as a run of any of its schedules
     * for the mode would be (decision 8).
     *
     * @return empty where one of them allows it, or there is none
     */
    public Optional<String> outsideWindow(Task task, Mode mode) {
        Instant now = clock.instant();
        List<Timetable> timetables = list().stream()
                .filter(schedule -> schedule.task().equals(task.name()) && schedule.mode() == mode)
                .filter(Schedule::enabled)
                .map(Schedule::timetable)
                .toList();
        if (timetables.isEmpty() || timetables.stream().anyMatch(each -> each.allows(now, zone))) {
            return Optional.empty();
        }
        return Optional.of("%s of %s is allowed %s only, and it is %s"
                .formatted(
                        mode.words(),
                        task.title(),
                        timetables.stream().map(Timetable::limits).collect(Collectors.joining(" or ")),
                        rules.now(timetables.get(0))));
    }

    /**
     * Lets an act pass at this time.
     *
     * @param force whether the window is left aside; where it is, the act says so
     * @throws OutsideWindowException when it is outside of its window, and is not forced
     */
    Act within(Task task, Mode mode, boolean force, Act act) {
        Optional<String> outside = outsideWindow(task, mode);
        if (outside.isPresent() && !force) {
            throw new OutsideWindowException(outside.get());
        }
        return outside.isPresent() ? act.with("force", true) : act;
    }
}
