package io.drover.console;

import io.drover.http.Caller;
import io.drover.site.NotSendableException;
import io.drover.site.OutsideWindowException;
import io.drover.site.Site;
import io.drover.site.SiteRuns;
import io.drover.task.NotRunningException;
import io.drover.task.RunAnswer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The buttons Preview and Verify of a task. Leads to the run, whose page shows what comes of it. */
final class TaskAskHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final Act act;

    /** What is asked of the task. */
    @FunctionalInterface
    interface Act {
        RunAnswer ask(SiteRuns runs, String task, String by, boolean force);
    }

    TaskAskHandler(ConsoleParts parts, Act act) {
        this.parts = parts;
        this.act = act;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        String task = parts.task(site, context).task().name();
        try {
            RunAnswer answer = act.ask(site.runs(), task, Caller.OPERATOR, WindowPage.isForced(context));
            parts.pages().go(context, Links.run(answer.run()));
        } catch (OutsideWindowException e) {
            WindowPage.show(context, site, e, parts);
        } catch (NotRunningException | NotSendableException e) {
            TaskPage page = TaskPage.of(site, parts.task(site, context), Notice.refused(e), parts);
            parts.pages().show(context, 409, "task", page);
        }
    }
}
