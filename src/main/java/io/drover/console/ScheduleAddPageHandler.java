package io.drover.console;

import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.task.Task;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.Map;

/** Shows Edit Task Schedule for the task that was selected (IB6, IB7). */
final class ScheduleAddPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ScheduleAddPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.askedSite(context);
        String name = ConsoleParts.asked(context, "task");
        if (name.isEmpty()) {
            parts.pages().show(context, 400, "selectTask", SelectTaskPage.of(site, "Select a task first", parts));
            return;
        }
        Task task = parts.askedTask(site, context);
        Mode mode = Collections.max(task.modes());
        ScheduleForm form = ScheduleForm.added(mode);
        parts.pages().show(context, 200, "schedule", SchedulePage.add(site, task, form, Map.of(), parts));
    }
}
