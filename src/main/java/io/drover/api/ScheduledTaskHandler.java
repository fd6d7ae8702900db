package io.drover.api;

import io.drover.http.Problem;
import io.drover.schedule.Schedule;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.Sites;
import io.drover.site.TaskView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The Scheduled Tasks table: one line per schedule. */
final class ScheduledTaskHandler {

    private final KnownSites sites;
    private final Clock clock;
    private final ZoneId zone;

    ScheduledTaskHandler(Sites sites, Clock clock, ZoneId zone) {
        this.sites = new KnownSites(sites);
        this.clock = clock;
        this.zone = zone;
    }

    Answer list(ApiRequest request) {
        JsonArray list = new JsonArray();
        sites.ofQuery(request).forEach(site -> lines(site).forEach(list::add));
        return Answer.ok(list);
    }

    Answer find(ApiRequest request) {
        long id = request.pathNumber("id");
        return sites.sites().all().stream()
                .flatMap(site -> lines(site).stream())
                .filter(line -> line.getInteger("id") == id)
                .findFirst()
                .map(Answer::ok)
                .orElseThrow(() -> new Problem(404, "There is no scheduled task of this number").exception());
    }

    private List<JsonObject> lines(Site site) {
        SiteState state = site.view().state();
        List<JsonObject> lines = new ArrayList<>();
        for (TaskView view : site.tasks()) {
            for (Schedule schedule : view.schedules()) {
                lines.add(
                        json(view, schedule, state).put("lastRun", RunJson.ofNullable(view.lastRun(schedule.mode()))));
            }
        }
        return lines;
    }

    private JsonObject json(TaskView view, Schedule schedule, SiteState state) {
        NextRun next = NextRun.of(List.of(schedule), state, clock, zone);
        return new JsonObject()
                .put("id", schedule.id())
                .put("taskId", schedule.id())
                .put("site", schedule.site())
                .put("task", schedule.task())
                .put("title", view.task().title())
                .put("mode", schedule.mode().name())
                .put("schedule", schedule.words())
                .put("nextRun", RunJson.text(next.at()))
                .put("nextRunNote", next.note())
                .put("comments", schedule.comments())
                .put("status", view.status());
    }
}
