package io.drover.api;

import io.drover.http.Problem;
import io.drover.http.ProblemException;
import io.drover.schedule.InvalidTimetableException;
import io.drover.send.SendException;
import io.drover.site.AlreadyHeldException;
import io.drover.site.IllegalMoveException;
import io.drover.site.InvalidHoldException;
import io.drover.site.InvalidReasonException;
import io.drover.site.InvalidScheduleException;
import io.drover.site.NotSendableException;
import io.drover.site.OutsideWindowException;
import io.drover.site.RunRefusedException;
import io.drover.site.ScheduleConflictException;
import io.drover.task.NotRunningException;
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
        } else if (failure instanceof InvalidHoldException hold) {
            problem(400, failure).with("field", hold.field()).send(context);
        } else if (failure instanceof InvalidTimetableException words) {
            problem(400, failure)
                    .with("field", "schedule")
                    .with("position", words.position())
                    .send(context);
        } else if (failure instanceof InvalidScheduleException schedule) {
            problem(400, failure).with("field", schedule.field()).send(context);
        } else if (failure instanceof ScheduleConflictException conflict) {
            problem(conflict.isStale() ? 412 : 409, failure).send(context);
        } else if (failure instanceof UnknownTaskException) {
            problem(404, failure).send(context);
        } else if (isConflict(failure)) {
            problem(409, failure).send(context);
        } else if (failure instanceof SendException) {
            problem(503, failure).send(context);
        } else {
            context.fail(failure);
        }
    }

    private static boolean isConflict(RuntimeException failure) {
        return failure instanceof IllegalMoveException
                || failure instanceof NotSendableException
                || failure instanceof NotRunningException
                || failure instanceof OutsideWindowException
                || failure instanceof RunRefusedException
                || failure instanceof AlreadyHeldException;
    }

    private static Problem problem(int status, RuntimeException failure) {
        return new Problem(status, String.valueOf(failure.getMessage()));
    }
}
