package io.drover.console;

import io.drover.run.Result;
import io.drover.run.Run;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Shows one run with its log. */
final class RunPageHandler implements Handler<RoutingContext> {

    private final ConsoleParts parts;

    RunPageHandler(ConsoleParts parts) {
        this.parts = parts;
    }

    @Override
    public void handle(RoutingContext context) {
        Run run = parts.run(context);
        boolean wasStopped = context.queryParam("notice").contains("stop");
        Notice notice = wasStopped ? afterStop(run) : null;
        RunPage page = RunPage.of(run, notice, RowQuery.of(context), LogPosition.of(context), parts);
        parts.pages().show(context, 200, "run", page);
    }

    /** What Stop Running Task came to, told by what the run is now. */
    private static @Nullable Notice afterStop(Run run) {
        Result result = run.result();
        if (result == null) {
            return Notice.of(
                    Mark.CARE, "The run was told to stop, but it has not ended yet. If it goes on, stop it once more.");
        }
        return result == Result.STOPPED
                ? Notice.of(Mark.DONE, "The run was stopped.")
                : Notice.of(
                        Mark.CARE,
                        "The run ended by itself before it could be stopped. Its result is %s."
                                .formatted(result.word()));
    }
}
