package io.drover.api;

import io.drover.fresh.DataSet;
import io.drover.fresh.Today;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How fresh the shops are, worst first. */
final class FreshnessHandler {

    private final KnownSites sites;
    private final Today today;
    private final Clock clock;
    private final ZoneId zone;

    FreshnessHandler(Sites sites, Today today, Clock clock, ZoneId zone) {
        this.sites = new KnownSites(sites);
        this.today = today;
        this.clock = clock;
        this.zone = zone;
    }

    Answer list(ApiRequest request) {
        Collection<String> asked =
                sites.ofQuery(request).stream().map(Site::name).toList();
        JsonArray list = new JsonArray();
        today.now().sets().stream().filter(set -> asked.contains(set.site())).forEach(set -> list.add(json(set)));
        return Answer.ok(list);
    }

    private JsonObject json(DataSet set) {
        NextRun next = NextRun.of(set.schedules(), set.siteState(), clock, zone);
        return new JsonObject()
                .put("site", set.site())
                .put("task", set.task().name())
                .put("title", set.task().title())
                .put("sendable", set.task().isSendable())
                .put("state", set.state().word())
                .put("reason", set.reason())
                .put("completeUpTo", RunJson.text(set.completeUpTo()))
                .put("behindSeconds", seconds(set.behind()))
                .put("target", set.target() == null ? null : set.target().toString())
                .put("freshUntil", RunJson.text(set.freshUntil()))
                .put("waiting", set.waiting())
                .put("countedAt", RunJson.text(set.countedAt()))
                .put("lastRun", RunJson.ofNullable(set.lastRun()))
                .put("lastEnded", RunJson.ofNullable(set.lastEnded()))
                .put("nextRun", RunJson.text(next.at()))
                .put("nextRunNote", next.note());
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
