package io.drover.api;

import io.drover.site.Act;
import io.drover.site.AuditEntry;
import io.drover.site.AuditFilter;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/** Who did what, when and why. */
final class AuditHandler {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final KnownSites sites;

    AuditHandler(Sites sites) {
        this.sites = new KnownSites(sites);
    }

    /** Newest first. */
    Answer list(ApiRequest request) {
        AuditFilter filter = new AuditFilter(
                request.query("site", sites::named).map(Site::name).orElse(null),
                request.queryInstant("from").orElse(null),
                request.queryInstant("to").orElse(null),
                request.queryNumber("limit", 1, MOST, USUAL));
        JsonArray list = new JsonArray();
        sites.sites().audit().list(filter).forEach(entry -> list.add(json(entry)));
        return Answer.ok(list);
    }

    private static JsonObject json(AuditEntry entry) {
        Act act = entry.act();
        JsonObject details = new JsonObject();
        new TreeMap<>(act.details()).forEach(details::put);
        return new JsonObject()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("who", act.who())
                .put("what", act.what())
                .put("site", act.site())
                .put("task", act.task())
                .put("run", act.run())
                .put("reason", act.reason())
                .put("details", details);
    }
}
