package io.drover.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** A site as the API tells it. */
record Site(JsonObject json) {

    String name() {
        return json.getString("site");
    }

    String state() {
        return json.getString("state");
    }

    boolean isRunning() {
        return state().equals("RUNNING");
    }

    /** Empty where nobody gave one. */
    String reason() {
        String reason = json.getString("reason");
        return reason == null ? "" : reason;
    }

    String by() {
        return json.getString("by");
    }

    Instant since() {
        return Instant.parse(json.getString("since"));
    }

    List<String> problems() {
        return json.getJsonArray("problems", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }
}
