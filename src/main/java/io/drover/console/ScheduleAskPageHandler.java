package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Asks before something is done with a schedule. */
final class ScheduleAskPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final ScheduleAct act;

    ScheduleAskPageHandler(ConsoleParts parts, ScheduleAct act) {
        this.parts = parts;
        this.act = act;
    }

    @Override
    public void handle(RoutingContext context) {
        ScheduleAskPage page = ScheduleAskPage.of(parts.scheduled(context), act, "", null, null, parts);
        parts.pages().show(context, 200, "scheduleAsk", page);
    }
}
