package io.drover.console;

import io.drover.site.ScheduledTask;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Shows Edit Task Schedule (IB7, IB10). */
final class SchedulePageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    SchedulePageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        ScheduledTask line = parts.scheduled(context);
        ScheduleForm form = ScheduleForm.of(line.schedule());
        parts.pages().show(context, 200, "schedule", SchedulePage.edit(line, form, Map.of(), null, parts));
    }
}
