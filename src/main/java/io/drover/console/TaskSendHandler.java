package io.drover.console;

import io.drover.http.Caller;
import io.drover.send.Mode;
import io.drover.site.NotSendableException;
import io.drover.site.OutsideWindowException;
import io.drover.site.SendAnswer;
import io.drover.site.Site;
import io.drover.task.RunAnswer;
import io.drover.task.UnknownTaskException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The buttons Send All and Send Changed of a task. */
final class TaskSendHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final Mode mode;

    TaskSendHandler(ConsoleParts parts, Mode mode) {
        this.parts = parts;
        this.mode = mode;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        String task = context.pathParam("task");
        try {
            SendAnswer answer = site.send(task, mode, Caller.OPERATOR, WindowPage.isForced(context));
            RunAnswer commenced = answer.commenced();
            parts.pages()
                    .go(
                            context,
                            commenced == null
                                    ? SiteNotices.pending(site.name(), task)
                                    : SiteNotices.asked(site.name(), commenced));
        } catch (UnknownTaskException e) {
            parts.pages().show(context, 404, "site", SitePage.of(site, Notice.refused(e), parts));
        } catch (OutsideWindowException e) {
            WindowPage.show(context, site, e, parts);
        } catch (NotSendableException e) {
            parts.pages().show(context, 409, "site", SitePage.of(site, Notice.refused(e), parts));
        }
    }
}
