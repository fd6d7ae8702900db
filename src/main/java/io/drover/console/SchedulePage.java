package io.drover.console;

import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.site.ScheduledTask;
import io.drover.site.Site;
import io.drover.task.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Edit Task Schedule, of a schedule that is there or of one that is to be added.
 *
 * @param notice why it was not saved, where that is no fault of a field; null otherwise
 * @param id Task ID; null for one that is to be added
 * @param modes in which it can be scheduled; those of a schedule that is there are one
 * @param problems by field
 * @param origin null while it is as its file has it
 * @param others tasks that it could follow
 * @param nodes names of the nodes, the one that it names among them
 * @param moves its further buttons
 */
public record SchedulePage(
        PageFrame frame,
        @Nullable Notice notice,
        Site site,
        Task task,
        @Nullable Integer id,
        List<Mode> modes,
        ScheduleForm form,
        Map<String, String> problems,
        ForeseenBox foreseen,
        @Nullable ScheduleOrigin origin,
        List<Task> others,
        List<String> nodes,
        List<Move> moves) {

    static SchedulePage edit(
            ScheduledTask line,
            ScheduleForm form,
            Map<String, String> problems,
            @Nullable Notice notice,
            ConsoleParts parts) {
        Schedule schedule = line.schedule();
        Site site = line.site();
        return new SchedulePage(
                parts.frame("Edit Task Schedule", site.name()),
                notice,
                site,
                line.task(),
                schedule.id(),
                List.of(schedule.mode()),
                form,
                problems,
                ForeseenBox.of(site, line.task().name(), form, parts),
                ScheduleOrigin.of(schedule, parts.moments()),
                others(site, line.task()),
                nodes(form, parts),
                ScheduleAct.of(schedule).stream().map(act -> act.move(schedule)).toList());
    }

    static SchedulePage add(Site site, Task task, ScheduleForm form, Map<String, String> problems, ConsoleParts parts) {
        return new SchedulePage(
                parts.frame("Add Scheduled Task", site.name()),
                null,
                site,
                task,
                null,
                task.modes().stream().sorted().toList(),
                form,
                problems,
                ForeseenBox.of(site, task.name(), form, parts),
                null,
                others(site, task),
                nodes(form, parts),
                List.of());
    }

    private static List<Task> others(Site site, Task task) {
        return site.schedules().tasks().stream()
                .filter(other -> !other.name().equals(task.name()))
                .toList();
    }

    private static List<String> nodes(ScheduleForm form, ConsoleParts parts) {
        Stream<String> alive = parts.sites().nodes().stream().map(node -> node.name());
        return Stream.concat(alive, Stream.of(form.text("node")))
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    public boolean isNew() {
        return id == null;
    }

    public String action() {
        return id == null ? Links.addSchedule(site.name(), task.name()) : Links.schedule(id);
    }

    public String foreseenLink() {
        return Links.foreseen(site.name(), task.name());
    }

    public String cancelLink() {
        return Links.scheduledTasks(site.name());
    }

    public String taskLink() {
        return Links.task(site.name(), task.name());
    }

    /** What is wrong with a field, as a sentence; null where nothing is. */
    public @Nullable String problem(String field) {
        String problem = problems.get(field);
        return problem == null ? null : ScheduleProblems.sentence(problem);
    }

    /** Id of the text that says what is wrong with a field; null where nothing is. */
    public @Nullable String problemId(String field) {
        return problems.containsKey(field) ? field + "-problem" : null;
    }

    /** The field in which the cursor stands: the first one that is wrong. */
    public boolean isFirst(String field) {
        return ScheduleForm.order()
                .filter(problems::containsKey)
                .findFirst()
                .filter(field::equals)
                .isPresent();
    }
}
