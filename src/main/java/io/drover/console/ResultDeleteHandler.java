package io.drover.console;

import io.drover.http.Caller;
import io.drover.run.Run;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The buttons Delete and Delete All of the page that asks first (IF6). */
final class ResultDeleteHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    ResultDeleteHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        String number = ConsoleParts.field(context, "run");
        if (number.isEmpty()) {
            deleteAll(context);
        } else {
            delete(context, parts.run(number));
        }
    }

    private void delete(RoutingContext context, Run run) {
        if (parts.sites().results().delete(run, Caller.OPERATOR)) {
            parts.pages().go(context, Links.runs(run.site()) + "&deleted=1");
        } else {
            parts.pages().show(context, 409, "resultDelete", ResultDeletePage.of(run, parts));
        }
    }

    private void deleteAll(RoutingContext context) {
        RunListQuery query = RunListQuery.of(name -> ConsoleParts.field(context, name));
        if (query.before() == 0) {
            // Nobody has seen what they are asked to delete.
            parts.pages().show(context, 400, "resultDelete", ResultDeletePage.of(query, parts));
            return;
        }
        long deleted =
                parts.sites().results().deleteAll(query.filter(parts.moments().zoneId(), 1), Caller.OPERATOR);
        String list = query.olderThan(0).link();
        parts.pages().go(context, "%s%sdeleted=%d".formatted(list, list.contains("?") ? "&" : "?", deleted));
    }
}
