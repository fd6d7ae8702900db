package io.drover.console;

import io.drover.site.Site;
import io.drover.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Select Task: the first step of Add Scheduled Task.
 *
 * @param problem why nothing was selected; null when nothing is wrong
 */
public record SelectTaskPage(
        PageFrame frame,
        String site,
        List<Choice> choices,
        @Nullable String problem) {

    /**
     * A task.
     *
     * @param sends the tables it sends
     * @param schedules those it has already, in words
     */
    public record Choice(String task, String title, String description, String sends, String schedules) {}

    static SelectTaskPage of(Site site, @Nullable String problem, ConsoleParts parts) {
        List<Choice> choices = new ArrayList<>();
        var schedules = site.schedules().list();
        for (Task task : site.schedules().tasks()) {
            List<String> tables = new ArrayList<>();
            task.sends().values().forEach(tables::addAll);
            List<String> words = schedules.stream()
                    .filter(schedule -> schedule.task().equals(task.name()))
                    .map(schedule -> "%s (Task ID %d)".formatted(schedule.words(), schedule.id()))
                    .toList();
            choices.add(new Choice(
                    task.name(),
                    task.title(),
                    task.description(),
                    String.join(", ", tables),
                    String.join(" · ", words)));
        }
        return new SelectTaskPage(parts.frame("Select Task", site.name()), site.name(), choices, problem);
    }

    public String cancelLink() {
        return Links.scheduledTasks(site);
    }
}
