package io.drover.cli;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the shop is in what one task sends.
 *
 * @param text what a person should know; empty when it is fresh
 */
record Freshness(Grade grade, String text) {

    /** The worse, the later; a status has the grade of its worst task. */
    enum Grade {
        FRESH("fresh", 0),
        LATE("LATE", 1),
        UNKNOWN("UNKNOWN", 2),
        FAILED("FAILED", 2);

        private final String word;
        private final int exitCode;

        Grade(String word, int exitCode) {
            this.word = word;
            this.exitCode = exitCode;
        }

        String word() {
            return word;
        }

        int exitCode() {
            return exitCode;
        }
    }

    /** @param set a data set as the API tells it */
    static Freshness of(JsonObject set, Clock clock) {
        String title = set.getString("title");
        JsonObject last = set.getJsonObject("lastEnded");
        String result = last == null ? "OK" : last.getString("result");
        if (last != null && result.equals("Failed")) {
            return new Freshness(
                    Grade.FAILED, "%s failed %s: %s".formatted(title, end(last, clock), last.getString("message")));
        }
        switch (set.getString("state")) {
            case "Unknown":
                return new Freshness(Grade.UNKNOWN, "%s: %s".formatted(title, set.getString("reason")));
            case "Late":
                return new Freshness(Grade.LATE, late(set, last));
            default:
                return last == null || result.equals("OK")
                        ? new Freshness(Grade.FRESH, "")
                        : new Freshness(
                                Grade.LATE,
                                "%s %s: %s. %s".formatted(title, end(last, clock), result, last.getString("message")));
        }
    }

    private static String end(JsonObject run, Clock clock) {
        return Words.time(Instant.parse(run.getString("endedAt")), clock);
    }

    private static String late(JsonObject set, @Nullable JsonObject last) {
        StringBuilder text = new StringBuilder(set.getString("title"));
        Long behind = set.getLong("behindSeconds");
        if (behind != null) {
            text.append(" behind by ").append(Words.duration(Duration.ofSeconds(behind)));
        }
        if (set.getString("target") != null) {
            text.append(" (target %s)".formatted(Words.duration(Duration.parse(set.getString("target")))));
        }
        Long waiting = set.getLong("waiting");
        if (waiting != null && waiting > 0) {
            text.append(", %,d waiting".formatted(waiting));
        }
        if (!set.getString("reason", "").isEmpty()) {
            text.append(": ").append(set.getString("reason"));
        } else if (last != null && !"OK".equals(last.getString("result"))) {
            text.append(": ").append(last.getString("message"));
        }
        return text.toString();
    }
}
