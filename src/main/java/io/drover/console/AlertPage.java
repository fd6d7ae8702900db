package io.drover.console;

import io.drover.alert.Delivery;
import io.drover.alert.Incident;
import io.drover.alert.Way;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Alerts: what people were told of.
 *
 * @param notice what became of the last click; null when there was none
 * @param ways how people are reached; empty where the settings name nobody
 */
public record AlertPage(
        PageFrame frame,
        @Nullable Notice notice,
        String ways,
        List<IncidentRow> open,
        List<IncidentRow> over,
        List<MessageRow> messages) {

    /** An incident; {@code closed} is null while it lasts. */
    public record IncidentRow(
            long incident,
            String about,
            Chip what,
            String why,
            Moment opened,
            @Nullable Moment closed) {}

    /** A message; {@code sent} is null while it is not taken, {@code link} where it is about no run. */
    public record MessageRow(
            String way,
            String event,
            String about,
            @Nullable String link,
            Moment asked,
            @Nullable Moment sent,
            Chip state,
            String problem) {}

    static AlertPage of(ConsoleParts parts, @Nullable Notice notice) {
        Moments moments = parts.moments();
        return new AlertPage(
                parts.frame("Alerts", null),
                notice,
                parts.alerts().ways().stream().map(Way::word).collect(Collectors.joining(" and ")),
                parts.alerts().open().stream().map(each -> row(each, moments)).toList(),
                parts.alerts().over().stream().map(each -> row(each, moments)).toList(),
                parts.alerts().deliveries().stream()
                        .map(each -> row(each, moments))
                        .toList());
    }

    private static IncidentRow row(Incident incident, Moments moments) {
        boolean isOpen = incident.closedAt() == null;
        return new IncidentRow(
                incident.incident(),
                incident.about(),
                new Chip(
                        isOpen ? Mark.CARE : Mark.PASSED,
                        isOpen ? incident.rule().begins() : incident.rule().ends()),
                Moments.sentence(incident.why()),
                moments.minute(incident.openedAt()),
                incident.closedAt() == null ? null : moments.minute(incident.closedAt()));
    }

    private static MessageRow row(Delivery each, Moments moments) {
        return new MessageRow(
                each.way().word(),
                each.event(),
                about(each),
                each.run() == null ? null : Links.run(each.run()),
                moments.second(each.askedAt()),
                each.sentAt() == null ? null : moments.second(each.sentAt()),
                state(each),
                each.problem() == null ? "" : "%s (tried %d times)".formatted(each.problem(), each.attempts()));
    }

    private static String about(Delivery each) {
        if (each.run() != null) {
            return "run " + each.run() + (each.row() == null ? "" : ", row " + each.row());
        }
        return each.incident() == null ? "—" : "incident " + each.incident();
    }

    private static Chip state(Delivery each) {
        if (each.sentAt() != null) {
            return new Chip(Mark.DONE, "Sent");
        }
        return each.isGivenUp() ? new Chip(Mark.BAD, "Given up") : new Chip(Mark.WAITING, "Waiting");
    }
}
