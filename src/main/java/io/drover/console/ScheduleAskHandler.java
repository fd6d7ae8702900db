package io.drover.console;

import io.drover.http.Caller;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.site.ScheduleConflictException;
import io.drover.site.ScheduledTask;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The buttons Switch off, Switch on, Reset to file and Delete of the pages that ask first. */
final class ScheduleAskHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final ScheduleAct act;

    ScheduleAskHandler(ConsoleParts parts, ScheduleAct act) {
        this.parts = parts;
        this.act = act;
    }

    @Override
    public void handle(RoutingContext context) {
        ScheduledTask line = parts.scheduled(context);
        String reason = ConsoleParts.field(context, "reason");
        ScheduleAskPage asked = ScheduleAskPage.of(line, act, reason, null, null, parts);
        if (asked.refusal() != null) {
            parts.pages().show(context, 409, "scheduleAsk", asked);
            return;
        }
        Schedule seen = line.schedule().seenAs(ConsoleParts.number(ConsoleParts.field(context, "version")));
        try {
            Map<String, String> problems = ScheduleProblems.of(() -> act(line, seen, reason));
            if (problems.isEmpty()) {
                parts.pages().go(context, ScheduleNotices.done(act.word(), line));
            } else {
                String problem = problems.values().iterator().next();
                boolean isReason = problems.containsKey("reason");
                ScheduleAskPage page = ScheduleAskPage.of(
                        line, act, reason, isReason ? problem : null, isReason ? null : problem, parts);
                parts.pages().show(context, 400, "scheduleAsk", page);
            }
        } catch (ScheduleConflictException e) {
            ScheduledTask now = parts.scheduled(context);
            ScheduleAskPage page = ScheduleAskPage.of(now, act, reason, null, e.getMessage(), parts);
            parts.pages().show(context, 409, "scheduleAsk", page);
        }
    }

    private void act(ScheduledTask line, Schedule seen, String reason) {
        switch (act) {
            case SWITCH_OFF, SWITCH_ON -> {
                ScheduleEdit edit =
                        new ScheduleEdit(seen.words(), act == ScheduleAct.SWITCH_ON, seen.comments(), seen.node());
                line.site().schedules().edit(seen, edit, Caller.OPERATOR, reason);
            }
            case RESET, DELETE -> line.site().schedules().remove(seen, Caller.OPERATOR);
        }
    }
}
