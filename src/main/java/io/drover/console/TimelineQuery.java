package io.drover.console;

import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the Timeline is asked for. An address with something else in it asks for the usual: the 12 hours before and
 * after now, or the 3 days before today and the 4 from today on.
 *
 * @param from local time of the left end; null = the usual
 */
public record TimelineQuery(
        String site, boolean isWeek, @Nullable LocalDateTime from) {

    static TimelineQuery of(String site, RoutingContext context) {
        boolean isWeek = ConsoleParts.asked(context, "span").equals("week");
        return new TimelineQuery(site, isWeek, time(ConsoleParts.asked(context, "from")));
    }

    private static @Nullable LocalDateTime time(String text) {
        try {
            LocalDateTime time = LocalDateTime.parse(text);
            // Beyond that no calendar of a shop reaches, and no arithmetic of this page either.
            return time.getYear() > 1970 && time.getYear() < 3000 ? time : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    TimelineScale scale(Moments moments) {
        LocalDateTime begin = begin(moments);
        LocalDateTime end = isWeek ? begin.plusDays(7) : begin.plusHours(24);
        return new TimelineScale(
                begin.atZone(moments.zoneId()).toInstant(),
                end.atZone(moments.zoneId()).toInstant(),
                moments.zoneId());
    }

    /** The span before this one. */
    String earlierLink(Moments moments) {
        return link(isWeek, begin(moments).minusDays(isWeek ? 7 : 1));
    }

    /** The span after this one. */
    String laterLink(Moments moments) {
        return link(isWeek, begin(moments).plusDays(isWeek ? 7 : 1));
    }

    /** The usual one of a day or of a week. */
    String usualLink(boolean week) {
        return link(week, null);
    }

    /** This one. */
    String link() {
        return link(isWeek, from);
    }

    private String link(boolean week, @Nullable LocalDateTime begin) {
        return "%s%s%s"
                .formatted(
                        Links.timeline(site),
                        week ? "&span=week" : "",
                        begin == null ? "" : "&from=" + Links.segment(begin.toString()));
    }

    private LocalDateTime begin(Moments moments) {
        if (from != null) {
            return from;
        }
        LocalDateTime now = LocalDateTime.ofInstant(moments.now(), moments.zoneId());
        return isWeek
                ? now.truncatedTo(ChronoUnit.DAYS).minusDays(3)
                : now.truncatedTo(ChronoUnit.HOURS).minusHours(12);
    }
}
