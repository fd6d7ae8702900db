package io.drover.console;

import io.drover.http.Caller;
import io.drover.run.Run;
import io.drover.site.NotSendableException;
import io.drover.site.OutsideWindowException;
import io.drover.site.RunRefusedException;
import io.drover.site.Site;
import io.drover.task.NotRunningException;
import io.drover.task.RunAnswer;
import io.drover.task.UnknownTaskException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The button Run Again (IF6). Leads to the new run. */
final class RunAgainHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    RunAgainHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Run run = parts.run(context);
        Site site = parts.siteOf(run);
        try {
            RunAnswer answer = site.runs().again(run, Caller.OPERATOR, WindowPage.isForced(context));
            parts.pages().go(context, Links.run(answer.run()));
        } catch (OutsideWindowException e) {
            WindowPage.show(context, site, e, parts);
        } catch (RunRefusedException | NotRunningException | NotSendableException | UnknownTaskException e) {
            RunPage page = RunPage.of(run, Notice.refused(e), RowQuery.of(context), LogPosition.of(context), parts);
            parts.pages().show(context, 409, "run", page);
        }
    }
}
