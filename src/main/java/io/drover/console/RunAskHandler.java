package io.drover.console;

import io.drover.console.RunAskPage.Form;
import io.drover.http.Caller;
import io.drover.run.Run;
import io.drover.site.InvalidReasonException;
import io.drover.site.NotSendableException;
import io.drover.site.RunRefusedException;
import io.drover.site.SiteRuns;
import io.drover.task.NotRunningException;
import io.drover.task.RunAnswer;
import io.drover.task.UnknownTaskException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The buttons Undo and Confirm removal of the pages that ask first. Leads to the run that does it. */
final class RunAskHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final RunAskPageHandler.Page page;
    private final Act act;

    /** What is asked of the run. */
    @FunctionalInterface
    interface Act {
        RunAnswer ask(SiteRuns runs, Run run, String by, String reason);
    }

    RunAskHandler(ConsoleParts parts, RunAskPageHandler.Page page, Act act) {
        this.parts = parts;
        this.page = page;
        this.act = act;
    }

    @Override
    public void handle(RoutingContext context) {
        Run run = parts.run(context);
        Form form = new Form(
                ConsoleParts.field(context, "reason"), ConsoleParts.field(context, "number"), null, null, null);
        RunAskPage asked = page.of(run, form, parts);
        if (asked.refusal() != null) {
            parts.pages().show(context, 409, "runAsk", asked);
            return;
        }
        String number = form.number().replaceAll("[,\\s]", "");
        if (asked.number() > 0 && !number.equals(String.valueOf(asked.number()))) {
            Form wrong = form.wrongNumber("Type %d, the number of rows that may be removed".formatted(asked.number()));
            parts.pages().show(context, 400, "runAsk", page.of(run, wrong, parts));
            return;
        }
        try {
            RunAnswer answer = act.ask(parts.siteOf(run).runs(), run, Caller.OPERATOR, form.reason());
            parts.pages().go(context, Links.run(answer.run()));
        } catch (InvalidReasonException e) {
            parts.pages().show(context, 400, "runAsk", page.of(run, form.wrongReason(e), parts));
        } catch (RunRefusedException | NotRunningException | NotSendableException | UnknownTaskException e) {
            parts.pages().show(context, 409, "runAsk", page.of(run, form.refused(e), parts));
        }
    }
}
