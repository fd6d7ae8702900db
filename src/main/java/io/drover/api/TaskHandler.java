package io.drover.api;

import io.drover.schedule.Schedule;
import io.drover.send.Mode;
import io.drover.site.PendingClick;
import io.drover.site.SendAnswer;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.Sites;
import io.drover.site.TaskView;
import io.drover.task.RunAnswer;
import io.drover.task.Task;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Tasks of a site: what there is, Send All and Send Changed. */
final class TaskHandler {

    private final KnownSites sites;
    private final Clock clock;
    private final ZoneId zone;

    TaskHandler(Sites sites, Clock clock, ZoneId zone) {
        this.sites = new KnownSites(sites);
        this.clock = clock;
        this.zone = zone;
    }

    Answer list(ApiRequest request) {
        Site site = sites.ofPath(request);
        SiteState state = site.view().state();
        JsonArray list = new JsonArray();
        site.tasks().forEach(view -> list.add(json(view, state)));
        return Answer.ok(list);
    }

    Answer sendAll(ApiRequest request) {
        return send(request, Mode.ALL);
    }

    Answer sendChanged(ApiRequest request) {
        return send(request, Mode.CHANGED);
    }

    Answer preview(ApiRequest request) {
        Mode mode = request.query("mode", TaskHandler::mode).orElse(Mode.CHANGED);
        return Answer.accepted(RunHandler.json(sites.ofPath(request)
                .runs()
                .preview(request.path("task"), mode, request.by(), request.queryFlag("force"))));
    }

    Answer verify(ApiRequest request) {
        return Answer.accepted(RunHandler.json(
                sites.ofPath(request).runs().verify(request.path("task"), request.by(), request.queryFlag("force"))));
    }

    static Mode mode(String word) {
        try {
            return Mode.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'%s' is not ALL or CHANGED".formatted(word), e);
        }
    }

    private Answer send(ApiRequest request, Mode mode) {
        Site site = sites.ofPath(request);
        SendAnswer answer = site.send(request.path("task"), mode, request.by(), request.queryFlag("force"));
        RunAnswer commenced = answer.commenced();
        if (commenced != null) {
            return Answer.accepted(new JsonObject()
                    .put("run", commenced.run())
                    .put("coalesced", commenced.coalesced())
                    .put("commenced", true));
        }
        String note =
                "Not run: site %s is not running. Start Site clears this and does not run it; send again once it runs"
                        .formatted(site.name());
        return Answer.accepted(new JsonObject()
                .put("status", PendingClick.STATUS)
                .put("commenced", false)
                .put("mode", mode.name())
                .put("note", note));
    }

    private JsonObject json(TaskView view, SiteState state) {
        Task task = view.task();
        NextRun next = NextRun.of(view.schedules(), state, clock, zone);
        JsonArray modes = new JsonArray();
        task.modes().stream().sorted().forEach(mode -> modes.add(mode.name()));
        JsonArray schedules = new JsonArray();
        view.schedules().forEach(schedule -> schedules.add(json(schedule)));
        return new JsonObject()
                .put("task", task.name())
                .put("title", task.title())
                .put("description", task.description())
                .put("file", task.file())
                .put("queue", task.queue())
                .put("status", view.status())
                .put("sendable", task.isSendable())
                .put("modes", modes)
                .put("pending", json(view.pending()))
                .put("lastRun", RunJson.ofNullable(view.lastRun()))
                .put("nextRun", RunJson.text(next.at()))
                .put("nextRunNote", next.note())
                .put(
                        "freshWithin",
                        task.freshWithin() == null ? null : task.freshWithin().toString())
                .put("schedules", schedules);
    }

    private static JsonObject json(Schedule schedule) {
        return new JsonObject()
                .put("id", schedule.id())
                .put("mode", schedule.mode().name())
                .put("words", schedule.words());
    }

    private static @Nullable JsonObject json(@Nullable PendingClick pending) {
        return pending == null
                ? null
                : new JsonObject()
                        .put("mode", pending.mode().name())
                        .put("by", pending.requestedBy())
                        .put("at", pending.requestedAt().toString());
    }
}
