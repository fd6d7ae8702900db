package io.drover.api;

import io.drover.http.Problem;
import io.drover.run.HeldRow;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/** Rows of a task that operators parked. */
final class HeldRowHandler {

    private final KnownSites sites;
    private final Clock clock;

    HeldRowHandler(Sites sites, Clock clock) {
        this.sites = new KnownSites(sites);
        this.clock = clock;
    }

    /** Those that are held first. */
    Answer list(ApiRequest request) {
        JsonArray list = new JsonArray();
        sites.ofPath(request).heldRows().list(request.path("task")).forEach(row -> list.add(json(row)));
        return Answer.ok(list);
    }

    Answer hold(ApiRequest request) {
        HeldRow held = sites.ofPath(request)
                .heldRows()
                .hold(
                        request.path("task"),
                        request.field("table"),
                        request.field("key"),
                        request.fieldInstant("until"),
                        request.by(),
                        request.field("reason"));
        return new Answer(201, json(held));
    }

    Answer release(ApiRequest request) {
        return sites.ofPath(request)
                .heldRows()
                .release(request.path("task"), request.pathNumber("id"), request.by())
                .map(row -> Answer.ok(json(row)))
                .orElseThrow(() -> new Problem(404, "This task holds no row of this number").exception());
    }

    private JsonObject json(HeldRow row) {
        return new JsonObject()
                .put("id", row.id())
                .put("site", row.site())
                .put("task", row.task())
                .put("table", row.table())
                .put("key", row.key())
                .put("state", row.state(clock.instant()).word())
                .put("reason", row.reason())
                .put("until", row.until().toString())
                .put("by", row.by())
                .put("at", row.at().toString())
                .put("releasedBy", row.releasedBy())
                .put("releasedAt", RunJson.text(row.releasedAt()));
    }
}
