package io.drover.api;

import io.drover.run.Run;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. */
final class RunJson {

    private RunJson() {}

    static JsonObject of(Run run) {
        JsonObject json = new JsonObject()
                .put("run", run.run())
                .put("site", run.site())
                .put("task", run.task())
                .put("title", run.title())
                .put("mode", run.mode().name())
                .put("purpose", run.purpose().name())
                .put("cause", run.cause())
                .put("requestedBy", run.requestedBy())
                .put("requestedAt", text(run.requestedAt()))
                .put("dueAt", text(run.dueAt()))
                .put("startedAt", text(run.startedAt()))
                .put("endedAt", text(run.endedAt()))
                .put("status", run.status().word())
                .put("result", run.result() == null ? null : run.result().word())
                .put("light", run.result() == null ? null : run.result().light().word())
                .put("message", run.message())
                .put("ofRun", run.ofRun())
                .put("guardRemovals", run.guardRemovals())
                .put("confirmedRemovals", run.confirmedRemovals())
                .put("retries", run.retries())
                .put("node", run.node());
        run.counts().byName().forEach(json::put);
        return json;
    }

    static @Nullable JsonObject ofNullable(@Nullable Run run) {
        return run == null ? null : of(run);
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
