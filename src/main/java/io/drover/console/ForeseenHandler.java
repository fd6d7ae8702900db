package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Says what the schedule in a form that is being typed would do. */
final class ForeseenHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ForeseenHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.askedSite(context);
        String task = parts.askedTask(site, context).name();
        ScheduleForm form = ScheduleForm.typed(context.queryParams());
        parts.pages().show(context, 200, "part/foreseen", ForeseenBox.of(site, task, form, parts));
    }
}
