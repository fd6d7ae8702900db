package io.drover.console;

import io.drover.config.DroverException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Turns whatever a handler throws into a page for people; stacks go to the server's log only. */
final class FailureHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final ConsoleParts parts;

    FailureHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.response().headWritten()) {
            LOG.warn("{} broke off", context.request().path(), context.failure());
            context.response().reset();
            return;
        }
        Throwable failure = context.failure();
        if (failure == null) {
            show(context, context.statusCode(), "This was refused", "Drover does not take this request.");
        } else if (failure instanceof NotFoundException) {
            show(context, 404, "Not found", failure.getMessage() + ".");
        } else if (failure instanceof DataAccessException) {
            LOG.error("{} failed", context.request().path(), failure);
            show(
                    context,
                    503,
                    "Drover's own database does not answer",
                    "What the sites are doing cannot be shown now. The server's log says more; try again in a minute.");
        } else {
            LOG.error("{} failed", context.request().path(), failure);
            String text = failure instanceof DroverException ? failure.getMessage() : null;
            show(context, 500, "This did not work", text);
        }
    }

    private void show(RoutingContext context, int status, String title, @Nullable String text) {
        MessagePage page = new MessagePage(
                parts.frame(title, null), text == null ? "The server's log says what went wrong." : text);
        parts.pages().show(context, status < 400 ? 500 : status, "message", page);
    }
}
