package io.drover.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says instants and times as the pages show them: today by the clock alone, other days with their date. */
final class Moments {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_YEAR = DateTimeFormatter.ofPattern("EEE d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    private final Clock clock;
    private final ZoneId zone;

    Moments(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    Instant now() {
        return clock.instant();
    }

    /** The same clock, read in another zone. */
    Moments in(ZoneId other) {
        return new Moments(clock, other);
    }

    ZoneId zoneId() {
        return zone;
    }

    /** The zone's name, and its distance from UTC now. */
    String zone() {
        String offset = zone.getRules().getOffset(now()).getId();
        return zone.getId().equals(offset) || offset.equals("Z")
                ? zone.getId()
                : "%s (UTC%s)".formatted(zone.getId(), offset);
    }

    /** To the minute, for tables. */
    Moment minute(Instant instant) {
        return moment(instant, MINUTE);
    }

    /** To the second, for one run's page. */
    Moment second(Instant instant) {
        return moment(instant, SECOND);
    }

    /** With the date even today, for the page's own clock. */
    Moment full(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        return new Moment(iso(instant), DAY_AND_YEAR.format(local) + " " + SECOND.format(local));
    }

    private Moment moment(Instant instant, DateTimeFormatter time) {
        ZonedDateTime local = instant.atZone(zone);
        LocalDate today = now().atZone(zone).toLocalDate();
        String text = time.format(local);
        if (!local.toLocalDate().equals(today)) {
            DateTimeFormatter day = local.getYear() == today.getYear() ? DAY : DAY_AND_YEAR;
            text = day.format(local) + " " + text;
        }
        return new Moment(iso(instant), text);
    }

    private String iso(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .atZone(zone)
                .toOffsetDateTime()
                .toString();
    }

    /** How far a coming instant is away, in the two largest units that matter: {@code in 1 h 15 min}. */
    String ahead(Instant instant) {
        long minutes = Math.max(0, (Duration.between(now(), instant).toSeconds() + 59) / 60);
        if (minutes <= 1) {
            return "in a minute";
        }
        if (minutes < 60) {
            return "in %d min".formatted(minutes);
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return minutes % 60 == 0 ? "in %d h".formatted(hours) : "in %d h %d min".formatted(hours, minutes % 60);
        }
        return hours < 48 ? "in 1 day" : "in %d days".formatted(hours / 24);
    }

    /** The same text with a capital at its beginning. */
    static String sentence(String text) {
        return text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ENGLISH) + text.substring(1);
    }

    /** {@code 0:41}, or {@code 1:02:05} from an hour on. */
    static String elapsed(Duration time) {
        long hours = time.toHours();
        return hours == 0
                ? "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart())
                : "%d:%02d:%02d".formatted(hours, time.toMinutesPart(), time.toSecondsPart());
    }
}
