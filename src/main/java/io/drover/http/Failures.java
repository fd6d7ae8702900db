package io.drover.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Turns a failed request into a {@link Problem}. What nobody expected is told to the log only, under a number that the
 * response names; the response itself says nothing of classes, SQL or paths.
 */
final class Failures implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public void handle(RoutingContext context) {
        if (!context.response().headWritten()) {
            // A request that Vert.x itself finds faulty comes here before any handler has seen it.
            SecurityHeaders.put(context.response());
        }
        if (context.failure() instanceof ProblemException refused) {
            refused.problem().send(context);
        } else if (isRefusal(context.statusCode())) {
            of(context.statusCode()).send(context);
        } else {
            unexpected(context).send(context);
        }
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500;
    }

    private static Problem of(int status) {
        return new Problem(
                status,
                switch (status) {
                    case 413 -> "The body is larger than " + HttpServer.MOST_BODY_BYTES / 1024 + " KiB";
                    case 400 -> "The request cannot be read";
                    default -> HttpResponseStatus.valueOf(status).reasonPhrase();
                });
    }

    private static Problem unexpected(RoutingContext context) {
        String reference = reference();
        LOG.error(
                "{} {} failed, reference {}",
                context.request().method(),
                context.request().path(),
                reference,
                context.failure());
        boolean databaseAway = context.failure() instanceof DataAccessException;
        String what = databaseAway ? "Drover's own database does not answer" : "Something went wrong here";
        return new Problem(
                        databaseAway || context.statusCode() == 503 ? 503 : 500,
                        "%s. The log has the details under reference %s".formatted(what, reference))
                .with("reference", reference);
    }

    /** Short enough to be read out on the telephone. */
    private static String reference() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
