package io.drover.console;

import io.drover.site.CarriedTable;
import io.drover.site.Site;
import io.drover.task.Task;
import java.util.List;

/** The columns that a task brings to each table. */
public record CarriedPage(PageFrame frame, String title, String taskLink, List<CarriedTable> tables) {

    static CarriedPage of(Site site, Task task, ConsoleParts parts) {
        return new CarriedPage(
                parts.frame("Columns of " + task.title(), site.name()),
                task.title(),
                Links.task(site.name(), task.name()),
                site.sources().columns(task.name()));
    }
}
