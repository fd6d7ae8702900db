package io.drover.api;

import io.drover.http.Problem;
import io.drover.schedule.Schedule;
import io.drover.schedule.ScheduleEdit;
import io.drover.site.Foreseen;
import io.drover.site.Site;
import io.drover.site.SiteState;
import io.drover.site.Sites;
import io.drover.site.TaskView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The Scheduled Tasks table: one line per schedule; adding, editing, resetting. */
final class ScheduledTaskHandler {

    private static final int SHOWN_DUE_TIMES = 5;

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
        return answer(200, known(request));
    }

    /** What a schedule of these words would do: to be looked at before they are saved. */
    Answer next(ApiRequest request) {
        Site site = request.query("site", sites::named).orElseThrow(() -> ApiRequest.missing("site"));
        String words = request.query("schedule").orElseThrow(() -> ApiRequest.missing("schedule"));
        Foreseen foreseen =
                site.schedules().foresight().of(words, request.query("task").orElse(null), SHOWN_DUE_TIMES);
        JsonArray next = new JsonArray();
        foreseen.due().forEach(due -> next.add(text(due, foreseen.zone())));
        JsonArray collisions = new JsonArray();
        foreseen.collisions()
                .forEach(collision -> collisions.add(new JsonObject()
                        .put("id", collision.other().id())
                        .put("task", collision.other().task())
                        .put("title", collision.title())
                        .put("mode", collision.other().mode().name())
                        .put("first", text(collision.first(), foreseen.zone()))
                        .put("times", collision.times())));
        JsonArray changes = new JsonArray();
        foreseen.clockChanges()
                .forEach(change -> changes.add(new JsonObject()
                        .put("at", text(change.at(), foreseen.zone()))
                        .put("note", change.words())));
        return Answer.ok(new JsonObject()
                .put("schedule", foreseen.timetable().words())
                .put("zone", foreseen.zone().getId())
                .put("next", next)
                .put("collisions", collisions)
                .put("clockChanges", changes));
    }

    private static String text(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
    }

    Answer add(ApiRequest request) {
        Site site = request.field("site", sites::named);
        ScheduleEdit edit = new ScheduleEdit(
                request.field("schedule"),
                request.flag("enabled", true),
                request.fieldIfGiven("comments").orElse(""),
                request.fieldIfGiven("node").orElse(null));
        Schedule added = site.schedules()
                .add(request.field("task"), request.field("mode", TaskHandler::mode), edit, request.by());
        return answer(201, new OnSite(site, added));
    }

    /** What is not given stays as it is. */
    Answer edit(ApiRequest request) {
        OnSite known = known(request);
        Schedule seen = known.schedule();
        request.requireMatch(tag(seen));
        ScheduleEdit edit = new ScheduleEdit(
                request.fieldIfGiven("schedule").orElse(seen.words()),
                request.flag("enabled", seen.enabled()),
                request.fieldIfGiven("comments").orElse(seen.comments()),
                request.fieldIfGiven("node").orElse(seen.node()));
        Schedule edited = known.site()
                .schedules()
                .edit(seen, edit, request.by(), request.fieldIfGiven("reason").orElse(""));
        return answer(200, new OnSite(known.site(), edited));
    }

    /** An override is reset to the file, an added schedule deleted. */
    Answer remove(ApiRequest request) {
        OnSite known = known(request);
        request.requireMatch(tag(known.schedule()));
        return known.site()
                .schedules()
                .remove(known.schedule(), request.by())
                .map(schedule -> answer(200, new OnSite(known.site(), schedule)))
                .orElseGet(() -> Answer.ok(
                        new JsonObject().put("id", known.schedule().id()).put("deleted", true)));
    }

    private record OnSite(Site site, Schedule schedule) {}

    private OnSite known(ApiRequest request) {
        long id = request.pathNumber("id");
        return sites.sites()
                .scheduledTasks()
                .find(id)
                .map(found -> new OnSite(found.site(), found.schedule()))
                .orElseThrow(() -> new Problem(404, "There is no scheduled task of this number").exception());
    }

    private static String tag(Schedule schedule) {
        return "\"%d\"".formatted(schedule.version());
    }

    private Answer answer(int status, OnSite found) {
        JsonObject line = lines(found.site()).stream()
                .filter(each -> each.getInteger("id") == found.schedule().id())
                .findFirst()
                .orElseThrow(() -> new Problem(404, "There is no scheduled task of this number").exception());
        return new Answer(status, line).tagged(tag(found.schedule()));
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
        Schedule.Change change = schedule.change();
        return new JsonObject()
                .put("id", schedule.id())
                .put("taskId", schedule.id())
                .put("site", schedule.site())
                .put("task", schedule.task())
                .put("title", view.task().title())
                .put("mode", schedule.mode().name())
                .put("schedule", schedule.words())
                .put("zone", schedule.timetable().zone(zone).getId())
                .put("enabled", schedule.enabled())
                .put("node", schedule.node())
                .put("origin", origin(schedule))
                .put("fileSchedule", schedule.fileWords())
                .put("fileScheduleAtEdit", change == null ? null : change.fileWords())
                .put("fileChanged", schedule.isFileChanged())
                .put("changedBy", change == null ? null : change.by())
                .put("changedAt", change == null ? null : RunJson.text(change.at()))
                .put("reason", change == null ? null : change.reason())
                .put("version", schedule.version())
                .put("nextRun", RunJson.text(next.at()))
                .put("nextRunNote", next.note())
                .put("comments", schedule.comments())
                .put("status", view.status());
    }

    private static String origin(Schedule schedule) {
        if (schedule.added()) {
            return "added";
        }
        return schedule.isOverridden() ? "override" : "file";
    }
}
