package io.drover.console;

import io.drover.http.Caller;
import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.site.Site;
import io.drover.task.Task;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The buttons Save and Check of a schedule that is to be added (IB6, IB7). */
final class ScheduleAddHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ScheduleAddHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.askedSite(context);
        Task task = parts.askedTask(site, context);
        ScheduleForm form = ScheduleForm.typed(context.request().formAttributes());
        ScheduleWords words = ScheduleWords.of(form);
        boolean isCheck = !ConsoleParts.field(context, "check").isEmpty();
        if (isCheck || !words.problems().isEmpty()) {
            show(context, isCheck ? 200 : 400, site, task, form, words.problems());
            return;
        }
        Map<String, String> problems = ScheduleProblems.of(() -> {
            Schedule added = site.schedules()
                    .add(task.name(), mode(task, form), ScheduleSaveHandler.edit(form, words), Caller.OPERATOR);
            parts.pages().go(context, ScheduleNotices.done("added", site.name(), added.id()));
        });
        if (!problems.isEmpty()) {
            show(context, 400, site, task, form, problems);
        }
    }

    /** A task that runs in one mode only has no field for it. */
    private static Mode mode(Task task, ScheduleForm form) {
        return task.modes().stream()
                .filter(mode -> form.is("mode", mode.name()))
                .findFirst()
                .orElse(task.modes().iterator().next());
    }

    private void show(
            RoutingContext context, int status, Site site, Task task, ScheduleForm form, Map<String, String> problems) {
        parts.pages().show(context, status, "schedule", SchedulePage.add(site, task, form, problems, parts));
    }
}
