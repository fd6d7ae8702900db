package io.drover.console;

import io.drover.config.DroverException;
import io.drover.site.NotSendableException;
import io.drover.site.Site;
import io.drover.site.WhyHistory;
import io.drover.task.Task;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Shows where one row stands between source and shop, and what the kept runs did to it. */
final class WhyPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;
    private final WhyHistory history;

    WhyPageHandler(ConsoleParts parts) {
        this.parts = parts;
        this.history = new WhyHistory(parts.runs());
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        Task task = parts.task(site, context).task();
        String key = context.queryParam("key").stream().findFirst().orElse("").strip();
        PageShown shown = key.isEmpty() ? new PageShown(200, page(site, task, "", "", null)) : answer(site, task, key);
        parts.pages().show(context, shown.status(), "why", shown.page());
    }

    private record PageShown(int status, WhyPage page) {}

    private PageShown answer(Site site, Task task, String key) {
        try {
            WhyAnswer answer = WhyAnswer.of(
                    site, task, site.why(task.name(), key), history.find(site, task.name(), key), parts.moments());
            return new PageShown(200, page(site, task, key, "", answer));
        } catch (IllegalArgumentException e) {
            return new PageShown(400, page(site, task, key, String.valueOf(e.getMessage()), null));
        } catch (NotSendableException e) {
            return new PageShown(409, page(site, task, key, String.valueOf(e.getMessage()), null));
        } catch (DroverException e) {
            return new PageShown(503, page(site, task, key, String.valueOf(e.getMessage()), null));
        }
    }

    private WhyPage page(Site site, Task task, String key, String problem, @Nullable WhyAnswer answer) {
        return new WhyPage(parts.frame("Why? " + task.title(), site.name()), task, key, problem, answer);
    }
}
