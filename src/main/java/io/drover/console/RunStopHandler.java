package io.drover.console;

import io.drover.config.DroverException;
import io.drover.http.Caller;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.run.RunningRun.StopRequest;
import io.drover.site.InvalidReasonException;
import io.drover.site.RunStops;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** The button Stop Running Task (IB9). Answers when the run has ended, or after the patience of a person. */
final class RunStopHandler implements Handler<RoutingContext> {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final ConsoleParts parts;

    RunStopHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Run run = parts.run(context);
        String reason = context.request().formAttributes().get("reason");
        String typed = reason == null ? "" : reason;
        RunStops.Answer answer;
        try {
            answer = stop(run, new StopRequest(Caller.OPERATOR, InvalidReasonException.check(typed)));
        } catch (InvalidReasonException e) {
            parts.pages().show(context, 400, "runStop", RunStopPage.of(run, typed, e.getMessage(), parts));
            return;
        }
        if (answer == RunStops.Answer.NOT_RUNNING && isRunning(run)) {
            String problem = "Run %d is just beginning or ending; try again".formatted(run.run());
            parts.pages().show(context, 409, "runStop", RunStopPage.of(run, typed, problem, parts));
            return;
        }
        parts.pages().go(context, Links.run(run.run()) + "?notice=stop");
    }

    private RunStops.Answer stop(Run run, StopRequest request) {
        try {
            return parts.siteOf(run).stops().stop(run, request, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("The stop of run %d was interrupted".formatted(run.run()), e);
        }
    }

    private boolean isRunning(Run run) {
        return parts.runs()
                .find(run.run())
                .filter(now -> now.status() == RunStatus.RUNNING)
                .isPresent();
    }
}
