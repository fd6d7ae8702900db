package io.drover.api;

import io.drover.http.Problem;
import io.drover.http.ProblemException;
import io.drover.send.SendException;
import io.drover.site.IllegalMoveException;
import io.drover.site.InvalidReasonException;
import io.drover.site.NotSendableException;
import io.drover.task.UnknownTaskException;
import io.vertx.ext.web.RoutingContext;

/** Says what a refusal of the rooms below means in HTTP. */
final class ApiFailure {

    private ApiFailure() {}

    /** Sends the problem, or leaves an unexpected failure to the server's own answer. */
    static void send(RoutingContext context, RuntimeException failure) {
        if (failure instanceof ProblemException refused) {
            refused.problem().send(context);
        } else if (failure instanceof InvalidReasonException) {
            problem(400, failure).with("field", "reason").send(context);
        } else if (failure instanceof UnknownTaskException) {
            problem(404, failure).send(context);
        } else if (failure instanceof IllegalMoveException || failure instanceof NotSendableException) {
            problem(409, failure).send(context);
        } else if (failure instanceof SendException) {
            problem(503, failure).send(context);
        } else {
            context.fail(failure);
        }
    }

    private static Problem problem(int status, RuntimeException failure) {
        return new Problem(status, String.valueOf(failure.getMessage()));
    }
}
