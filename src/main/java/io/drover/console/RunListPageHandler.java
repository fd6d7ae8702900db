package io.drover.console;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Shows Results, of one site or of all. */
final class RunListPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    RunListPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        RunListQuery query = RunListQuery.of(context);
        if (!query.site().isEmpty()) {
            parts.askedSite(context);
        }
        parts.pages().show(context, 200, "results", RunListPage.of(query, notice(context), parts));
    }

    private static @Nullable Notice notice(RoutingContext context) {
        String deleted = ConsoleParts.asked(context, "deleted");
        if (!deleted.matches("[0-9]{1,9}")) {
            return null;
        }
        int count = ConsoleParts.number(deleted);
        return switch (count) {
            case 0 -> Notice.of(Mark.CARE, "Nothing was deleted.");
            case 1 -> Notice.of(Mark.DONE, "One result was deleted.");
            default -> Notice.of(Mark.DONE, "%s results were deleted.".formatted(RunWords.number(count)));
        };
    }
}
