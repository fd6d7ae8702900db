package io.drover.api;

import io.drover.http.Problem;
import io.drover.run.Run;
import io.drover.run.RunHistory;
import io.drover.send.RunRow;
import io.drover.send.Why;
import io.drover.send.WhyStep;
import io.drover.site.Site;
import io.drover.site.Sites;
import io.drover.site.WhyHistory;
import io.drover.site.WhyVerdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Why?: where one row stands between source and shop, and what the kept runs did to it. */
final class WhyHandler {

    private final KnownSites sites;
    private final WhyHistory history;

    WhyHandler(Sites sites, RunHistory runs) {
        this.sites = new KnownSites(sites);
        this.history = new WhyHistory(runs);
    }

    Answer find(ApiRequest request) {
        Site site = sites.ofPath(request);
        String task = request.path("task");
        String key = request.query("key")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> wrongKey("The parameter key is needed: which row?"));
        Why why = find(site, task, key);
        WhyVerdict verdict = WhyVerdict.of(why);
        WhyHistory.Events events = history.find(site, task, key);
        JsonArray steps = new JsonArray();
        why.steps().forEach(step -> steps.add(json(step)));
        JsonArray past = new JsonArray();
        events.events().forEach(event -> past.add(json(event.run(), event.row())));
        return Answer.ok(new JsonObject()
                .put("task", why.task())
                .put("key", why.key())
                .put("state", verdict.state().name())
                .put("sentence", verdict.sentence())
                .put("steps", steps)
                .put("history", past)
                .put("historyComplete", events.complete()));
    }

    private static Why find(Site site, String task, String key) {
        try {
            return site.why(task, key);
        } catch (IllegalArgumentException e) {
            throw wrongKey(String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException wrongKey(String detail) {
        return new Problem(400, detail).with("parameter", "key").exception();
    }

    private static JsonObject json(WhyStep step) {
        return new JsonObject()
                .put("table", step.table())
                .put("state", WhyVerdict.state(step).name())
                .put("sourceAll", RunRowHandler.jsonOrNull(step.sourceAll()))
                .put("sourceChanged", RunRowHandler.jsonOrNull(step.sourceChanged()))
                .put("gone", step.gone())
                .put("watermark", RunJson.text(step.watermark()))
                .put("since", text(step.since()))
                .put("target", RunRowHandler.jsonOrNull(step.target()))
                .put("differing", new JsonArray(step.differing()))
                .put("held", step.held())
                .put("refused", step.refused());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static JsonObject json(Run run, RunRow row) {
        return RunRowHandler.json(row)
                .put("run", run.run())
                .put("purpose", run.purpose().name())
                .put("startedAt", RunJson.text(run.startedAt()));
    }
}
