package io.drover.api;

import io.drover.config.DroverException;
import io.drover.http.Problem;
import io.drover.run.QueuePlace;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.run.RunProgress;
import io.drover.run.RunningRun.StopRequest;
import io.drover.site.InvalidReasonException;
import io.drover.site.RunStops;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Running Tasks table: what runs and what waits, and Stop Running Task. */
final class RunningTaskHandler {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private final KnownSites sites;
    private final RunHistory runs;
    private final Clock clock;

    RunningTaskHandler(Sites sites, RunHistory runs, Clock clock) {
        this.sites = new KnownSites(sites);
        this.runs = runs;
        this.clock = clock;
    }

    Answer list(ApiRequest request) {
        List<String> wanted = sites.ofQuery(request).stream().map(Site::name).toList();
        JsonArray list = new JsonArray();
        List<Run> unfinished = runs.unfinished();
        Map<Long, QueuePlace> places = QueuePlace.of(unfinished);
        List<Run> shown =
                unfinished.stream().filter(run -> wanted.contains(run.site())).toList();
        Map<Long, RunProgress.Moment> progress = sites.sites().progress(shown);
        shown.forEach(run -> list.add(json(run, places.get(run.run()), progress.get(run.run()))));
        return Answer.ok(list);
    }

    /** When it answers 202 the run has ended; its result says how, for it may have been done before the stop came. */
    Answer stop(ApiRequest request) {
        StopRequest stop = new StopRequest(request.by(), InvalidReasonException.check(request.field("reason")));
        Run run = find(request.pathNumber("run"));
        Site site = sites.sites().find(run.site()).orElseThrow(() -> notRunning(run));
        return switch (answer(site, run, stop)) {
            case ENDED -> Answer.accepted(RunJson.of(find(run.run())));
            case NOT_RUNNING -> throw notRunning(run);
            case NOT_YET ->
                throw new Problem(
                                504,
                                "Run %d of %s was told to stop but has not ended within %d s; its database may still work on it. Look at the Running Tasks, then stop it again"
                                        .formatted(run.run(), run.task(), STOP_PATIENCE.toSeconds()))
                        .exception();
        };
    }

    private long waiting(Run run) {
        return Math.max(0, Duration.between(run.requestedAt(), clock.instant()).toSeconds());
    }

    private Run find(long run) {
        return runs.find(run).orElseThrow(() -> new Problem(404, "There is no run of this number").exception());
    }

    private static RuntimeException notRunning(Run run) {
        String what = switch (run.status()) {
            case ENDED -> "has ended";
            case QUEUED -> "is waiting; it can be stopped once it runs, or with its site";
            case RUNNING -> "is just beginning or ending; try again";
        };
        return new Problem(409, "Run %d of %s cannot be stopped: it %s".formatted(run.run(), run.task(), what))
                .exception();
    }

    private static RunStops.Answer answer(Site site, Run run, StopRequest stop) {
        try {
            return site.stops().stop(run, stop, STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException("The stop of run " + run.run() + " was interrupted", e);
        }
    }

    /**
     * @param place of what waits; null for what runs
     * @param moment how far it is; null where another node has not told it yet
     */
    private JsonObject json(Run run, @Nullable QueuePlace place, RunProgress.@Nullable Moment moment) {
        Duration runTime = run.runTime(clock.instant());
        return new JsonObject()
                .put("run", run.run())
                .put("taskId", run.schedule())
                .put("site", run.site())
                .put("task", run.task())
                .put("title", run.title())
                .put("mode", run.mode().name())
                .put("purpose", run.purpose().name())
                .put("status", run.status().word())
                .put("requestedAt", RunJson.text(run.requestedAt()))
                .put("startedAt", RunJson.text(run.startedAt()))
                // The database's clock stamped the start; it may be ahead of ours.
                .put("runTimeSeconds", Math.max(0, runTime.toSeconds()))
                .put("step", moment == null ? null : moment.step())
                .put("rowsDone", moment == null ? null : moment.rowsDone())
                .put("rowsExpected", moment == null ? null : moment.rowsExpected())
                .put("rowsPerSecond", moment == null ? null : moment.rowsPerSecond())
                .put("secondsLeft", moment == null ? null : moment.secondsLeft())
                .put("retries", run.retries())
                .put("requestedBy", run.requestedBy())
                .put("cause", run.cause())
                .put("queue", run.queue())
                .put("position", place == null ? null : place.position())
                .put(
                        "waitsFor",
                        place == null || place.waitsFor() == null
                                ? null
                                : place.waitsFor().run())
                .put("waitingSeconds", place == null ? null : waiting(run))
                .put("node", run.node());
    }
}
