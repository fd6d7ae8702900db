package io.drover.alert;

import io.drover.config.PlainLine;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One message to people, for one way to reach them.
 *
 * @param letter its number
 * @param attempts how often it has been tried, this one included
 * @param incident null for a test
 */
record Letter(
        long letter,
        Way way,
        Event event,
        int attempts,
        Instant askedAt,
        @Nullable Incident incident) {

    /** Why it is written. */
    enum Event {
        OPENED,
        CLOSED,
        TEST
    }

    /** The same for each attempt, so that whoever gets it twice can tell. */
    String name() {
        return incident == null
                ? "drover-test-" + letter
                : "drover-%d-%s".formatted(incident.incident(), event.name().toLowerCase(Locale.ROOT));
    }

    /** What it is about, in one line. */
    String subject() {
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
        Incident about = incident;
        if (about == null) {
            return "Somebody pressed the button for a test. Alerts reach you.";
        }
        return event == Event.OPENED ? PlainLine.of(about.why()) : "It began " + about.openedAt() + " and is over.";
    }
}
