package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A run that a command asked for. */
final class Asked {

    static final int DONE = 0;
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final ApiClient client;
    private final Told told;

    Asked(ApiClient client, Told told) {
        this.client = client;
        this.told = told;
    }

    /** Tells which run serves what was asked for, and does not wait for it. */
    int tell(JsonObject answer, String what) {
        told.answer(answer, words(answer, what));
        return DONE;
    }

    /**
     * Waits for the result and tells it.
     *
     * @return the ended run
     */
    JsonObject await(JsonObject answer, String what) {
        told.meanwhile(words(answer, what));
        JsonObject ended = ended(answer.getLong("run"));
        told.answer(ended, "%s. %s".formatted(ended.getString("result"), ended.getString("message")));
        return ended;
    }

    static int exitCode(JsonObject ended) {
        return ended.getString("result").startsWith("OK") ? DONE : CommandFailure.REFUSED;
    }

    private static String words(JsonObject answer, String what) {
        String how = answer.getBoolean("coalesced") ? "served by run %d, which was waiting" : "asked for, run %d";
        return "%s: %s".formatted(what, how.formatted(answer.getLong("run")));
    }

    private JsonObject ended(long run) {
        Pause pause = new Pause(FOR_EVER);
        while (pause.take()) {
            JsonObject now = client.object("/runs/" + run);
            if (now.getString("result") != null) {
                return now;
            }
        }
        throw new RefusedException("Run %d has not ended".formatted(run));
    }
}
