package io.drover.alert;

import io.drover.config.PlainLine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One message to people, for one way to reach them.
 *
 * @param letter its number
 * @param attempts how often it has been tried, this one included
 * @param incident null for a test, and for what a task tells
 * @param told what a task tells; null for all others
 */
record Letter(
        long letter,
        Way way,
        Event event,
        int attempts,
        Instant askedAt,
        @Nullable Incident incident,
        @Nullable Told told) {

    /** What a task tells by itself, and whom. */
    record Told(List<String> to, String subject, String text) {}

    /** Why it is written. */
    enum Event {
        OPENED,
        CLOSED,
        TEST,
        /** A run of a task that has its own people. */
        ENDED,
        /** A row for which a task's route asked for a mail. */
        ROW
    }

    /** The same for each attempt, so that whoever gets it twice can tell. */
    String name() {
        return incident == null
                ? "drover-%s-%d".formatted(event.name().toLowerCase(Locale.ROOT), letter)
                : "drover-%d-%s".formatted(incident.incident(), event.name().toLowerCase(Locale.ROOT));
    }

    /** What it is about, in one line. */
    String subject() {
        if (told != null) {
            return told.subject();
        }
        Incident about = incident;
        if (about == null) {
            return "Drover: a test";
        }
        String what =
                event == Event.OPENED ? about.rule().begins() : about.rule().ends();
        return PlainLine.of("Drover: %s %s".formatted(about.about(), what));
    }

    /** The whole of it, in one sentence. */
    String text() {
        if (told != null) {
            return told.text();
        }
        Incident about = incident;
        if (about == null) {
            return "Somebody pressed the button for a test. Alerts reach you.";
        }
        return event == Event.OPENED ? PlainLine.of(about.why()) : "It began " + about.openedAt() + " and is over.";
    }
}
