package io.drover.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The days that a list is asked for, both inclusive, in the zone of the pages. A text that is no day asks for any.
 *
 * @param from null = any
 * @param to null = any
 */
public record DaySpan(@Nullable LocalDate from, @Nullable LocalDate to) {

    /** @param given what an address or a form gives by that name; empty for nothing */
    static DaySpan of(UnaryOperator<String> given) {
        return new DaySpan(day(given.apply("from")), day(given.apply("to")));
    }

    private static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            // Beyond that no history reaches, and no arithmetic of a database either.
            return day.getYear() > 1970 && day.getYear() < 3000 ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Nullable
    Instant begin(ZoneId zone) {
        return from == null ? null : from.atStartOfDay(zone).toInstant();
    }

    /** Exclusive. */
    @Nullable
    Instant end(ZoneId zone) {
        return to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** As the field of a form has it; empty = any. */
    public String fromText() {
        return from == null ? "" : from.toString();
    }

    /** As the field of a form has it; empty = any. */
    public String toText() {
        return to == null ? "" : to.toString();
    }

    /** Adds it to the parameters of an address of the console. */
    void addTo(Map<String, String> parameters) {
        parameters.put("from", fromText());
        parameters.put("to", toText());
    }

    /** Adds it to the parameters of an address of the API, which takes instants. */
    void addTo(Map<String, String> parameters, ZoneId zone) {
        Instant begin = begin(zone);
        Instant end = end(zone);
        parameters.put("from", begin == null ? "" : begin.toString());
        parameters.put("to", end == null ? "" : end.toString());
    }
}
