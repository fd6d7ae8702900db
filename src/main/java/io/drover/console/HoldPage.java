package io.drover.console;

import io.drover.site.Site;
import io.drover.task.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hold: the row, the reason and the end date are asked for.
 *
 * @param tables that the task sends
 * @param until local time in the page's zone, as a browser's field takes it
 * @param problems by field; {@code row} for one that is about the whole row
 */
public record HoldPage(
        PageFrame frame,
        Task task,
        List<String> tables,
        String table,
        String key,
        String reason,
        String until,
        Map<String, String> problems) {

    static HoldPage of(
            Site site, Task task, Map<String, String> typed, Map<String, String> problems, ConsoleParts parts) {
        return new HoldPage(
                parts.frame("Hold a row of " + task.title(), site.name()),
                task,
                List.copyOf(site.keys(task.name()).keySet()),
                typed.getOrDefault("table", ""),
                typed.getOrDefault("key", ""),
                typed.getOrDefault("reason", ""),
                typed.getOrDefault("until", ""),
                problems);
    }

    public @Nullable String problem(String field) {
        return problems.get(field);
    }

    public String taskLink() {
        return Links.task(frame.site() == null ? "" : frame.site(), task.name());
    }
}
