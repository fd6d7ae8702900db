package io.drover.console;

import io.drover.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a task of a site: what it carries, its buttons, its held rows and its last runs. */
final class TaskPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    TaskPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Site site = parts.site(context);
        TaskPage page = TaskPage.of(site, parts.task(site, context), notice(context), parts);
        parts.pages().show(context, 200, "task", page);
    }

    private static @Nullable Notice notice(RoutingContext context) {
        List<String> words = context.queryParam("notice");
        return switch (words.isEmpty() ? "" : words.get(0)) {
            case "held" ->
                Notice.of(Mark.DONE, "The row is held: no run touches it until then, or until it is released.");
            case "released" -> Notice.of(Mark.DONE, "The row was released: the next run looks at it again.");
            case "not-held" -> Notice.of(Mark.CARE, "That row was not held any more.");
            default -> null;
        };
    }
}
