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

    /**
     * Judges a task by the last run that ended.
     *
     * @param task as the API tells it
     * @param lastEnded null when none has ended
     */
    static Freshness of(JsonObject task, @Nullable JsonObject lastEnded, Clock clock) {
        String title = task.getString("title");
        if (lastEnded == null) {
            return task.getBoolean("sendable", true)
                    ? new Freshness(Grade.UNKNOWN, title + " has never been sent")
                    : new Freshness(Grade.FRESH, "");
        }
        Instant end = Instant.parse(lastEnded.getString("endedAt"));
        String result = lastEnded.getString("result");
        if (result.equals("Failed")) {
            return new Freshness(
                    Grade.FAILED,
                    "%s failed %s: %s".formatted(title, Words.time(end, clock), lastEnded.getString("message")));
        }
        if (!result.equals("OK")) {
            return new Freshness(
                    Grade.LATE,
                    "%s %s: %s. %s".formatted(title, Words.time(end, clock), result, lastEnded.getString("message")));
        }
        return ofAge(task, Duration.between(end, clock.instant()), clock);
    }

    private static Freshness ofAge(JsonObject task, Duration age, Clock clock) {
        String until = task.getString("freshUntil");
        if (until == null || !clock.instant().isAfter(Instant.parse(until))) {
            return new Freshness(Grade.FRESH, "");
        }
        return new Freshness(
                Grade.LATE,
                "%s last sent %s ago (target %s)"
                        .formatted(
                                task.getString("title"),
                                Words.duration(age),
                                Words.duration(Duration.parse(task.getString("freshWithin")))));
    }
}
