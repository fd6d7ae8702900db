package io.drover.console;

import io.drover.config.DroverException;
import io.drover.http.Caller;
import io.drover.run.Run;
import io.drover.run.RunStatus;
import io.drover.run.RunningRun;
import io.drover.run.RunningRun.StopRequest;
import io.drover.site.InvalidReasonException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

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
        try {
            stop(run, new StopRequest(Caller.OPERATOR, InvalidReasonException.check(typed)));
        } catch (InvalidReasonException e) {
            parts.pages().show(context, 400, "runStop", RunStopPage.of(run, typed, e.getMessage(), parts));
            return;
        }
        if (isOutOfReach(run)) {
            String problem = "This Drover does not execute run %d, so it cannot stop it".formatted(run.run());
            parts.pages().show(context, 409, "runStop", RunStopPage.of(run, typed, problem, parts));
            return;
        }
        parts.pages().go(context, Links.run(run.run()) + "?notice=stop");
    }

    private void stop(Run run, StopRequest request) {
        Optional<RunningRun> running = parts.siteOf(run).executor().running(run.run());
        if (running.isEmpty()) {
            return;
        }
        try {
            parts.siteOf(run).runs().stop(running.get(), request, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("The stop of run %d was interrupted".formatted(run.run()), e);
        }
    }

    /** Asked in this order, a run that ends meanwhile is seen as ended, because its result is written down first. */
    private boolean isOutOfReach(Run run) {
        boolean here = parts.siteOf(run).executor().running(run.run()).isPresent();
        return !here
                && parts.runs()
                        .find(run.run())
                        .filter(now -> now.status() == RunStatus.RUNNING)
                        .isPresent();
    }
}
