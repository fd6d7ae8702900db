package io.drover.console;

import io.drover.http.Caller;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.site.ScheduleConflictException;
import io.drover.site.ScheduledTask;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The buttons Save and Check of Edit Task Schedule. Whatever is refused, what was typed is shown again. */
final class ScheduleSaveHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ScheduleSaveHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        ScheduledTask line = parts.scheduled(context);
        ScheduleForm form = ScheduleForm.typed(context.request().formAttributes());
        ScheduleWords words = ScheduleWords.of(form);
        boolean isCheck = !ConsoleParts.field(context, "check").isEmpty();
        if (isCheck || !words.problems().isEmpty()) {
            show(context, isCheck ? 200 : 400, line, form, words.problems());
            return;
        }
        Schedule seen = line.schedule().seenAs(ConsoleParts.number(form.text("version")));
        try {
            Map<String, String> problems = ScheduleProblems.of(
                    () -> line.site().schedules().edit(seen, edit(form, words), Caller.OPERATOR, form.text("reason")));
            if (problems.isEmpty()) {
                parts.pages().go(context, ScheduleNotices.done("saved", line));
            } else {
                show(context, 400, line, form, problems);
            }
        } catch (ScheduleConflictException e) {
            conflict(context, form, e);
        }
    }

    static ScheduleEdit edit(ScheduleForm form, ScheduleWords words) {
        return new ScheduleEdit(
                words.words(), !form.text("enabled").isEmpty(), form.text("comments"), form.text("node"));
    }

    private void show(
            RoutingContext context, int status, ScheduledTask line, ScheduleForm form, Map<String, String> problems) {
        parts.pages().show(context, status, "schedule", SchedulePage.edit(line, form, problems, null, parts));
    }

    /** Whoever has read what the schedule is now may put what they typed in its place. */
    private void conflict(RoutingContext context, ScheduleForm form, ScheduleConflictException conflict) {
        ScheduledTask now = parts.scheduled(context);
        Notice notice = Notice.of(
                Mark.CARE,
                conflict.getMessage() + ". What you typed is kept below; Save puts it in place of what is there now.");
        ScheduleForm again = form.with("version", String.valueOf(now.schedule().version()));
        parts.pages().show(context, 409, "schedule", SchedulePage.edit(now, again, Map.of(), notice, parts));
    }
}
