package io.drover.api;

import io.drover.site.Site;
import io.drover.site.SiteView;
import io.drover.site.Sites;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Sites: their state, Start Site, Stop Site, and their event log. */
final class SiteHandler {

    private static final int USUAL_LINES = 200;
    private static final int MOST_LINES = 1000;

    private final KnownSites sites;

    SiteHandler(Sites sites) {
        this.sites = new KnownSites(sites);
    }

    Answer list(ApiRequest request) {
        JsonArray list = new JsonArray();
        sites.sites().all().forEach(site -> list.add(json(site.view())));
        return Answer.ok(list);
    }

    Answer start(ApiRequest request) {
        return Answer.accepted(json(sites.ofPath(request).start(request.by())));
    }

    Answer stop(ApiRequest request) {
        Site site = sites.ofPath(request);
        return Answer.accepted(json(site.stop(request.by(), request.field("reason"))));
    }

    Answer log(ApiRequest request) {
        Site site = sites.ofPath(request);
        int lines = request.queryNumber("lines", 1, MOST_LINES, USUAL_LINES);
        return Answer.ok(new JsonObject()
                .put("site", site.name())
                .put("lines", new JsonArray(site.log().tail(lines))));
    }

    static JsonObject json(SiteView view) {
        return new JsonObject()
                .put("site", view.site())
                .put("state", view.state().name())
                .put("reason", view.reason())
                .put("by", view.by())
                .put("since", view.since().toString())
                .put("threads", new JsonArray(view.threads()))
                .put("problems", new JsonArray(view.problems()));
    }
}
